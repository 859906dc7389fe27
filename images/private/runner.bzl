"""`bazel run` for a function: `X.invoke` and `X.serve`, without a container."""

load("//images/providers:image_info.bzl", "ImageInfo")
load("//images/providers:task_files_info.bzl", "TaskFilesInfo")
load("//images/providers:task_folder_info.bzl", "TaskFolderInfo")

def _runfile(ctx, file):
    if file.short_path.startswith("../"):
        return file.short_path[len("../"):]
    return ctx.workspace_name + "/" + file.short_path

# Where the runfiles have the entry point of an architecture: as outputs, all have the same path.
def _entrypoint_runfile(ctx, architecture):
    return "{}/{}.entrypoint.{}".format(ctx.label.package, ctx.label.name, architecture)

def _options(ctx):
    options = ["--env={}={}".format(*pair) for pair in ctx.attr.env.items()]
    if ctx.attr.timeout_seconds:
        options.append("--timeout={}".format(ctx.attr.timeout_seconds))
    if ctx.attr.memory_mb:
        options.append("--memory={}".format(ctx.attr.memory_mb))
    return options

# The plan that images/tools/launch/launch_plan.h describes.
def _plan_lines(ctx, shown):
    digests = {one[ImageInfo].architecture: one[ImageInfo].digest for one in ctx.attr.images}
    lines = [("verb", ctx.attr.verb), ("function", ctx.attr.function), ("label", str(ctx.label).lstrip("@"))]
    lines += [("option", option) for option in _options(ctx)]
    lines += [("note", "{}: bazel-bin/{}".format(kind, file.short_path)) for kind, file in shown]
    for task in ctx.attr.tasks:
        info = task[TaskFolderInfo]
        lines += [
            ("architecture", info.architecture),
            ("entrypoint", "{}/{}".format(ctx.workspace_name, _entrypoint_runfile(ctx, info.architecture))),
            ("task", _runfile(ctx, info.folder)),
            ("digest", _runfile(ctx, digests[info.architecture])),
        ]
    return lines

def _lambda_runner_impl(ctx):
    shown = [("image", file) for file in ctx.files.layout] + [("zip", file) for file in ctx.files.zips]
    plan = ctx.actions.declare_file(ctx.label.name + ".launch")
    ctx.actions.write(plan, "".join(["{}\t{}\n".format(*line) for line in _plan_lines(ctx, shown)]))
    program = ctx.actions.declare_file(ctx.label.name)
    launch = ctx.executable._launch
    ctx.actions.symlink(output = program, target_file = launch, is_executable = True)
    files = [plan, launch] + [file for _, file in shown]
    files += [one[TaskFolderInfo].folder for one in ctx.attr.tasks]
    files += [one[ImageInfo].digest for one in ctx.attr.images]
    return [DefaultInfo(
        executable = program,
        files = depset([program, plan]),
        runfiles = ctx.runfiles(files = files, symlinks = {
            _entrypoint_runfile(ctx, one[TaskFilesInfo].architecture): one[TaskFilesInfo].program
            for one in ctx.attr.entrypoints
        }),
    )]

lambda_runner = rule(
    implementation = _lambda_runner_impl,
    doc = "Starts the function under the emulator, for the processor of this machine: once, or until stopped.",
    attrs = {
        "entrypoints": attr.label_list(mandatory = True, providers = [TaskFilesInfo], doc = "The entry point program of each architecture."),
        "env": attr.string_dict(doc = "The function's environment variables."),
        "function": attr.string(mandatory = True, doc = "The function's name."),
        "images": attr.label_list(mandatory = True, providers = [ImageInfo], doc = "The image of each architecture; its digest is shown."),
        "layout": attr.label(mandatory = True, doc = "The layout, whose path is shown."),
        "memory_mb": attr.int(doc = "What the function is told it has; 0: the emulator's default."),
        "tasks": attr.label_list(mandatory = True, providers = [TaskFolderInfo], doc = "The function's folder of each architecture."),
        "timeout_seconds": attr.int(doc = "How long an invocation may take; 0: the emulator's default."),
        "verb": attr.string(mandatory = True, values = ["invoke", "serve"], doc = "Once, or until stopped."),
        "zips": attr.label_list(mandatory = True, doc = "The zips, whose paths are shown."),
        "_launch": attr.label(default = "//images/tools:launch", executable = True, cfg = "exec"),
    },
    executable = True,
)
