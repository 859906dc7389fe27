"""Lays a function's files out as they stand in /var/task."""

load("//images/providers:task_info.bzl", "TaskFilesInfo", "TaskFolderInfo")

def _lambda_task_folder_impl(ctx):
    content = ctx.attr.content[TaskFilesInfo]
    folder = ctx.actions.declare_directory(ctx.label.name)
    arguments = ctx.actions.args()
    arguments.add("folder")
    arguments.add(content.entries, format = "--entries=%s")
    arguments.add_all([folder], format_each = "--out=%s", expand_directories = False)
    ctx.actions.run(
        executable = ctx.executable._pack,
        arguments = [arguments],
        inputs = content.inputs,
        outputs = [folder],
        mnemonic = "LambdaTaskFolder",
        progress_message = "Laying out %{label}",
    )
    return [
        DefaultInfo(files = depset([folder])),
        TaskFolderInfo(architecture = content.architecture, folder = folder),
    ]

lambda_task_folder = rule(
    implementation = _lambda_task_folder_impl,
    doc = "A folder with what /var/task holds, for a run without a container.",
    attrs = {
        "content": attr.label(mandatory = True, providers = [TaskFilesInfo], doc = "What to lay out."),
        "_pack": attr.label(default = "//images/tools:pack", executable = True, cfg = "exec"),
    },
    provides = [TaskFolderInfo],
)
