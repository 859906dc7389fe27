"""A base image, as the repository that pulled it describes it."""

load("//images/providers:image_info.bzl", "BaseInfo", "LayerInfo")

def _lambda_base_impl(ctx):
    has_image = bool(ctx.file.manifest)
    if has_image != bool(ctx.file.config):
        fail("{}: a base has both a manifest and a config, or neither (the empty base).".format(ctx.label))
    if has_image and not (ctx.attr.reference and ctx.attr.digest):
        fail("{}: a base has a reference and a digest, so that an image can say what it stands on.".format(ctx.label))
    return [
        DefaultInfo(files = depset(ctx.files.layers)),
        BaseInfo(
            architecture = ctx.attr.architecture,
            config = ctx.file.config,
            digest = ctx.attr.digest,
            glibc = ctx.attr.glibc,
            ground = ctx.attr.ground[LayerInfo] if ctx.attr.ground else None,
            layer_digests = ctx.attr.layer_digests,
            layers = ctx.files.layers,
            manifest = ctx.file.manifest,
            mirror = ctx.attr.mirror,
            reference = ctx.attr.reference,
        ),
    ]

lambda_base = rule(
    implementation = _lambda_base_impl,
    doc = "Describes a base image whose files are here already. Without `manifest` it is the empty base.",
    attrs = {
        "architecture": attr.string(doc = "`x86_64` or `arm64`; empty for the empty base."),
        "config": attr.label(allow_single_file = True, doc = "The base's config."),
        "digest": attr.string(doc = "The digest that was pinned."),
        "glibc": attr.string(doc = "The version of its glibc; empty where there is none."),
        "ground": attr.label(providers = [LayerInfo], doc = "The layer of ours below the function's, with what an empty base lacks."),
        "layer_digests": attr.string_list(doc = "The digests of its layers, as the manifest has them."),
        "layers": attr.label_list(allow_files = True, doc = "Its layers, each known by its content, not by its file name. Behind a `select` on //images/base:with_layers, they are fetched where they are packed only."),
        "manifest": attr.label(allow_single_file = True, doc = "The base's manifest for this architecture, OCI's or Docker's."),
        "mirror": attr.string(doc = "Where it came from, if not from the registry that `reference` names."),
        "reference": attr.string(doc = "Its name with the tag, without the digest."),
    },
    provides = [BaseInfo],
)
