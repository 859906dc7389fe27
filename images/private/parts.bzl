"""The packer's arguments for finished images with all their layers, which `layout` and `archive` share."""

load("//images/base:layers_wanted.bzl", "with_base_layers")
load("//images/providers:image_info.bzl", "BaseInfo", "ImageInfo")

# Attributes of a rule that writes images with their layers: here the base's are fetched.
PARTS_ATTRIBUTES = {
    "bases": attr.label_list(mandatory = True, providers = [BaseInfo], cfg = with_base_layers, doc = "What the images stand on."),
    "images": attr.label_list(mandatory = True, providers = [ImageInfo], doc = "One image for each architecture."),
    "_allowlist_function_transition": attr.label(default = "@bazel_tools//tools/allowlists/function_transition_allowlist"),
    "_pack": attr.label(default = "//images/tools:pack", executable = True, cfg = "exec"),
}

def add_images(ctx, arguments):
    """Adds each image's parts to `arguments`.

    Args:
      ctx: of a rule that has PARTS_ATTRIBUTES.
      arguments: an Args.
    Returns:
      The list of Files that the packer will read.
    """
    inputs = []
    layers = [layer for base in ctx.attr.bases for layer in base[BaseInfo].layers]
    for target in ctx.attr.images:
        image = target[ImageInfo]
        arguments.add("--name=" + image.architecture)
        arguments.add(image.manifest, format = "--manifest=%s")
        arguments.add(image.config, format = "--config=%s")
        inputs += [image.manifest, image.config]
        layers += image.layers
    arguments.add_all(layers, format_each = "--blob=%s", uniquify = True)
    return inputs + layers
