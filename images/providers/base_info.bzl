"""What an image stands on."""

BaseInfo = provider(
    doc = "A base image of one architecture, pulled by digest, or the empty base.",
    fields = {
        "architecture": "string: `x86_64` or `arm64`; empty for the empty base, which fits both.",
        "config": "File: the base's config; None for the empty base.",
        "digest": "string: the digest that was pinned, `sha256:...`; empty for the empty base.",
        "glibc": "string: the version of its glibc, e.g. `2.34`; empty where there is none.",
        "ground": "LayerInfo: the layer of ours that an image needs below its own, since the base lacks what is in it; None where the base has it.",
        "layer_digests": "list of string: the digests of its layers, the lowest first, as its manifest has them.",
        "layers": "list of File: its layers, as they came from the registry, in any order. Empty but for rules that ask by images/base:layers_wanted.bzl.",
        "manifest": "File: the base's manifest for this architecture; None for the empty base.",
        "mirror": "string: http[s]://HOST/NAME[:TAG] on the mirror that it was pulled from; empty where there was none. Of no matter to what is built.",
        "reference": "string: its name with the tag, without the digest; empty for the empty base.",
    },
)
