"""The plain target of a function: all that ships, and how it is configured."""

load("//images/providers:function_info.bzl", "FunctionInfo")
load("//images/providers:image_info.bzl", "ImageInfo")

def _lambda_function_files_impl(ctx):
    images = [image[ImageInfo] for image in ctx.attr.images]
    zips = {images[i].architecture: zip for i, zip in enumerate(ctx.files.zips)}
    return [
        DefaultInfo(files = depset(ctx.files.layout + ctx.files.zips)),
        FunctionInfo(
            environment = ctx.attr.env,
            images = {image.architecture: image for image in images},
            layout = ctx.files.layout[0],
            memory_mb = ctx.attr.memory_mb,
            name = ctx.attr.function,
            timeout_seconds = ctx.attr.timeout_seconds,
            zips = zips,
        ),
    ]

lambda_function_files = rule(
    implementation = _lambda_function_files_impl,
    doc = "A function's layout and zips, with its configuration for whoever deploys it.",
    attrs = {
        "env": attr.string_dict(doc = "The function's environment variables."),
        "function": attr.string(mandatory = True, doc = "The function's name."),
        "images": attr.label_list(mandatory = True, providers = [ImageInfo], doc = "The image of each architecture."),
        "layout": attr.label(mandatory = True, doc = "The layout that holds them."),
        "memory_mb": attr.int(doc = "0 where it was not said."),
        "timeout_seconds": attr.int(doc = "0 where it was not said."),
        "zips": attr.label_list(mandatory = True, doc = "The zip of each architecture, in the order of `images`."),
    },
    provides = [FunctionInfo],
)
