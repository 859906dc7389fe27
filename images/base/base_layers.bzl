"""The half of a base image that is large: its layers, fetched where a layout or a tar holds them."""

load(":manifest.bzl", "blob_path", "layer_digests", "read_object")
load(":reference.bzl", "parse_reference")
load(":registry.bzl", "BASE_SETTINGS", "fetch", "finish", "is_base_empty", "open_registry")

_BUILD = """# Made by lambda_base_image.
filegroup(
    name = "layers",
    srcs = {layers},
    visibility = ["//visibility:public"],
)
"""

def _lambda_base_layers_impl(ctx):
    if is_base_empty(ctx, ctx.attr.is_default):
        ctx.file("BUILD", _BUILD.format(layers = []))
        return
    manifest = read_object(ctx, ctx.path(ctx.attr.manifest), "The manifest of " + ctx.attr.image)
    reference = parse_reference(ctx.attr.image)
    registry = open_registry(ctx, reference, ctx.attr.token_service, ctx.attr.is_default)
    digests = {digest: None for digest in layer_digests(manifest)}.keys()
    downloads = [
        fetch(ctx, registry, "blobs", digest, blob_path(digest), "A layer of the base")
        for digest in digests
    ]
    for download in downloads:
        finish(download)
    ctx.file("BUILD", _BUILD.format(layers = [blob_path(digest) for digest in digests]))

lambda_base_layers = repository_rule(
    implementation = _lambda_base_layers_impl,
    doc = "Fetches the layers that a base's manifest names.",
    attrs = {
        "image": attr.string(mandatory = True, doc = "As the documents' repository has it."),
        "is_default": attr.bool(doc = "As the documents' repository has it."),
        "manifest": attr.label(mandatory = True, doc = "The manifest that the documents' repository has."),
        "token_service": attr.string(doc = "As the documents' repository has it."),
    },
    environ = BASE_SETTINGS,
)
