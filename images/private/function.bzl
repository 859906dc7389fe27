"""The plain target of a function: all that ships, and how it is configured."""

load("//images/providers:function_info.bzl", "FunctionInfo")
load("//images/providers:image_info.bzl", "ImageInfo")
load("//images/providers:runtime_layer_info.bzl", "RuntimeLayerInfo")
load("//images/providers:zip_info.bzl", "ZipInfo")

def _lambda_function_files_impl(ctx):
    images = [image[ImageInfo] for image in ctx.attr.images]
    zips = [zip[ZipInfo] for zip in ctx.attr.zips]
    layout = ctx.files.layout
    return [
        DefaultInfo(files = depset(layout + [zip.archive for zip in zips])),
        FunctionInfo(
            environment = ctx.attr.env,
            handler = ctx.attr.handler,
            images = {image.architecture: image for image in images},
            layer = ctx.attr.layer[RuntimeLayerInfo] if ctx.attr.layer else None,
            layout = layout[0] if layout else None,
            memory_mb = ctx.attr.memory_mb,
            name = ctx.attr.function,
            timeout_seconds = ctx.attr.timeout_seconds,
            zips = {zip.architecture: zip.archive for zip in zips},
        ),
    ]

lambda_function_files = rule(
    implementation = _lambda_function_files_impl,
    doc = "A function's layout and zips, with its configuration for whoever deploys it.",
    attrs = {
        "env": attr.string_dict(doc = "The function's environment variables."),
        "function": attr.string(mandatory = True, doc = "The function's name."),
        "handler": attr.string(doc = "What _HANDLER says."),
        "images": attr.label_list(providers = [ImageInfo], doc = "The image of each architecture."),
        "layer": attr.label(providers = [RuntimeLayerInfo], doc = "The layer that has the function's program."),
        "layout": attr.label(doc = "The layout that holds the images."),
        "memory_mb": attr.int(doc = "0 where it was not said."),
        "timeout_seconds": attr.int(doc = "0 where it was not said."),
        "zips": attr.label_list(providers = [ZipInfo], doc = "The zip of each architecture."),
    },
    provides = [FunctionInfo],
)
