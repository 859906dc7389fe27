"""Packs a function for `provided.al2023`."""

load("//images/providers:task_files_info.bzl", "TaskFilesInfo")

def _lambda_zip_impl(ctx):
    content = ctx.attr.content[TaskFilesInfo]
    zip = ctx.actions.declare_file(ctx.attr.stem + ".zip")
    arguments = ctx.actions.args()
    arguments.add("zip")
    arguments.add(content.entries, format = "--entries=%s")
    arguments.add(zip, format = "--out=%s")
    ctx.actions.run(
        executable = ctx.executable._pack,
        arguments = [arguments],
        inputs = content.inputs,
        outputs = [zip],
        mnemonic = "LambdaZip",
        progress_message = "Packing the zip %{label}",
    )
    return [DefaultInfo(files = depset([zip]))]

lambda_zip = rule(
    implementation = _lambda_zip_impl,
    doc = "The zip of one architecture: `bootstrap` at the root, files beside it, one fixed time.",
    attrs = {
        "content": attr.label(mandatory = True, providers = [TaskFilesInfo], doc = "What to pack."),
        "stem": attr.string(mandatory = True, doc = "The zip's name without its ending."),
        "_pack": attr.label(default = "//images/tools:pack", executable = True, cfg = "exec"),
    },
)
