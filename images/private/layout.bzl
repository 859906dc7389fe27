"""Writes images as an OCI image layout."""

load(":parts.bzl", "PARTS_ATTRIBUTES", "add_images")

def _lambda_layout_impl(ctx):
    layout = ctx.actions.declare_directory(ctx.label.name)
    arguments = ctx.actions.args()
    arguments.add("layout")
    inputs = add_images(ctx, arguments)
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
    attrs = PARTS_ATTRIBUTES,
)
