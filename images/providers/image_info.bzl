"""What an image stands on, one layer of it, and the whole."""

BaseInfo = provider(
    doc = "A base image of one architecture, pulled by digest, or the empty base.",
    fields = {
        "architecture": "string: `x86_64` or `arm64`; empty for the empty base, which fits both.",
        "config": "File: the base's config; None for the empty base.",
        "digest": "string: the digest that was pinned, `sha256:...`; empty for the empty base.",
        "glibc": "string: the version of its glibc, e.g. `2.34`; empty where there is none.",
        "ground": "LayerInfo: the layer of ours below the function's own, with what the base lacks; None where the base has it.",
        "layer_digests": "list of string: the digests of its layers, the lowest first, as its manifest has them.",
        "layers": "list of File: its layers, as they came from the registry, in any order. Empty but for rules that ask by images/base:layers_wanted.bzl.",
        "manifest": "File: the base's manifest for this architecture; None for the empty base.",
        "mirror": "string: http[s]://HOST/NAME[:TAG] on the mirror that it was pulled from; empty without one. It changes nothing that is built.",
        "reference": "string: its name with the tag, without the digest; empty for the empty base.",
    },
)

LayerInfo = provider(
    doc = "One layer of an image, and the digests that name it.",
    fields = {
        "blob": "File: tar, compressed by gzip; entries in path order, every mtime 0.",
        "note": "File: its digests, in the form of images/tools/oci/layer_note.h. Never None.",
    },
)

ImageInfo = provider(
    doc = "A single-platform image: what a registry would hold.",
    fields = {
        "architecture": "string: Lambda's name, `x86_64` or `arm64`.",
        "base": "BaseInfo: what it stands on, without the base's layers.",
        "config": "File: the image's config.",
        "digest": "File: one line, `sha256:<64 hex digits>`, the digest of `manifest`.",
        "layers": "list of File: its own layers, the lowest first; they lie above the base's.",
        "manifest": "File: the image's manifest.",
    },
)
