"""Packs a function for `provided.al2023`, or a layer for such functions."""

load("//images/providers:task_info.bzl", "TaskFilesInfo", "ZipInfo")

def _lambda_zip_impl(ctx):
    content = ctx.attr.content[TaskFilesInfo]
    archive = ctx.actions.declare_file(ctx.attr.stem + ".zip")
    arguments = ctx.actions.args()
    arguments.add("zip")
    arguments.add(content.entries, format = "--entries=%s")
    arguments.add(archive, format = "--out=%s")
    arguments.add("--for=" + ctx.attr.purpose)
    ctx.actions.run(
        executable = ctx.executable._pack,
        arguments = [arguments],
        inputs = content.inputs,
        outputs = [archive],
        mnemonic = "LambdaZip",
        progress_message = "Packing the zip %{label}",
    )
    return [
        DefaultInfo(files = depset([archive])),
        ZipInfo(architecture = content.architecture, archive = archive),
    ]

lambda_zip = rule(
    implementation = _lambda_zip_impl,
    doc = "The zip of one architecture: `bootstrap` at the root, files beside it, one fixed time.",
    attrs = {
        "content": attr.label(mandatory = True, providers = [TaskFilesInfo], doc = "What to pack."),
        "purpose": attr.string(default = "function", values = ["function", "layer"], doc = "Its use, which decides the warnings about Lambda's limits."),
        "stem": attr.string(mandatory = True, doc = "The zip's name without its ending."),
        "_pack": attr.label(default = "//images/tools:pack", executable = True, cfg = "exec"),
    },
    provides = [ZipInfo],
)
