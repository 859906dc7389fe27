"""Writes images as an OCI image layout."""

load("//images/providers:image_info.bzl", "ImageInfo")
load(":parts.bzl", "add_images")

def _lambda_layout_impl(ctx):
    layout = ctx.actions.declare_directory(ctx.label.name)
    arguments = ctx.actions.args()
    arguments.add("layout")
    inputs = add_images(arguments, [image[ImageInfo] for image in ctx.attr.images])
    arguments.add_all([layout], format_each = "--out=%s", expand_directories = False)
    ctx.actions.run(
        executable = ctx.executable._pack,
        arguments = [arguments],
        inputs = inputs,
        outputs = [layout],
        mnemonic = "LambdaLayout",
        progress_message = "Writing the OCI layout %{label}",
    )
    return [DefaultInfo(files = depset([layout]))]

lambda_layout = rule(
    implementation = _lambda_layout_impl,
    doc = "An OCI image layout, a folder named as the target, with one single-platform manifest for each image.",
    attrs = {
        "images": attr.label_list(mandatory = True, providers = [ImageInfo], doc = "One image for each architecture."),
        "_pack": attr.label(default = "//images/tools:pack", executable = True, cfg = "exec"),
    },
)
