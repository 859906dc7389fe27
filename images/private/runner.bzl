"""`bazel run` for a function: `X.invoke` and `X.serve`, without a container."""

load("//images/providers:image_info.bzl", "ImageInfo")
load("//images/providers:runtime_layer_info.bzl", "RuntimeLayerInfo")
load("//images/providers:task_files_info.bzl", "TaskFilesInfo")
load("//images/providers:task_folder_info.bzl", "TaskFolderInfo")
load(":host_transition.bzl", "host_transition")
load(":runfile.bzl", "path_below", "runfile_path")

# Where the runfiles have the entry point of an architecture: as outputs, all have the same path.
def _entrypoint_runfile(ctx, architecture):
    return path_below(ctx.label.package, "{}.entrypoint.{}".format(ctx.label.name, architecture))

def _options(ctx):
    options = []
    if ctx.attr.verb == "serve" and ctx.attr.handler:
        # Who loads code by its name may load it anew when a build changed it: runtime/lisp does.
        options.append("--env=LAMBDA_RELOAD=1")
    options += ["--env={}={}".format(*pair) for pair in ctx.attr.env.items()]
    if ctx.attr.timeout_seconds:
        options.append("--timeout={}".format(ctx.attr.timeout_seconds))
    if ctx.attr.memory_mb:
        options.append("--memory={}".format(ctx.attr.memory_mb))
    return options

# What /opt holds for an architecture, or None.
def _layer_folder(ctx, architecture):
    if not ctx.attr.layer:
        return None
    layer = ctx.attr.layer[RuntimeLayerInfo]
    if architecture not in layer.folders:
        fail("layer = \"{}\" is for {}, but {} is for {} too. Add it to the layer's architectures.".format(
            ctx.attr.layer.label,
            ", ".join(layer.folders.keys()),
            ctx.attr.function,
            architecture,
        ))
    return layer.folders[architecture]

# The plan that images/tools/launch/launch_plan.h describes, and the files that it names.
def _plan(ctx, shown):
    digests = {one[ImageInfo].architecture: one[ImageInfo].digest for one in ctx.attr.images}
    lines = [("verb", ctx.attr.verb), ("function", ctx.attr.function), ("label", str(ctx.label).lstrip("@"))]
    if ctx.attr.handler:
        lines.append(("handler", ctx.attr.handler))
    lines += [("option", option) for option in _options(ctx)]
    lines += [("note", "{}: bazel-bin/{}".format(kind, file.short_path)) for kind, file in shown]
    files = []
    for task in ctx.attr.tasks:
        info = task[TaskFolderInfo]
        entrypoint = _entrypoint_runfile(ctx, info.architecture)
        lines.append(("architecture", info.architecture))
        lines.append(("entrypoint", "{}/{}".format(ctx.workspace_name, entrypoint)))
        for field, file in [
            ("task", info.folder),
            ("layer", _layer_folder(ctx, info.architecture)),
            ("digest", digests.get(info.architecture)),
        ]:
            if file:
                lines.append((field, runfile_path(ctx, file)))
                files.append(file)
    return lines, files

def _lambda_runner_impl(ctx):
    shown = [("image", file) for file in ctx.files.layout] + [("zip", file) for file in ctx.files.zips]
    lines, files = _plan(ctx, shown)
    plan = ctx.actions.declare_file(ctx.label.name + ".launch")
    ctx.actions.write(plan, "".join(["{}\t{}\n".format(*line) for line in lines]))
    program = ctx.actions.declare_file(ctx.label.name)
    launch = ctx.file._launch
    ctx.actions.symlink(output = program, target_file = launch, is_executable = True)
    files += [plan, launch] + [file for _, file in shown]
    return [DefaultInfo(
        executable = program,
        files = depset([program]),  # The plan is a runfile, and so is made beside it.
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
        "handler": attr.string(doc = "What _HANDLER says."),
        "images": attr.label_list(providers = [ImageInfo], doc = "The image of each architecture; its digest is shown."),
        "layer": attr.label(providers = [RuntimeLayerInfo], doc = "The layer that has the function's program."),
        "layout": attr.label(doc = "The layout, whose path is shown."),
        "memory_mb": attr.int(doc = "What the function has; 0: the emulator's default."),
        "tasks": attr.label_list(mandatory = True, providers = [TaskFolderInfo], doc = "The function's folder of each architecture."),
        "timeout_seconds": attr.int(doc = "How long an invocation may take; 0: the emulator's default."),
        "verb": attr.string(mandatory = True, values = ["invoke", "serve"], doc = "Once, or until stopped."),
        "zips": attr.label_list(doc = "The zips, whose paths are shown."),
        "_allowlist_function_transition": attr.label(default = "@bazel_tools//tools/allowlists/function_transition_allowlist"),
        "_launch": attr.label(default = "//images/tools:launch", allow_single_file = True, cfg = host_transition),
    },
    executable = True,
)
