"""Puts layers on a base: one single-platform image, as its config, manifest and digest."""

load("//images/providers:image_info.bzl", "BaseInfo", "ImageInfo", "LayerInfo")
load("//images/providers:task_info.bzl", "TaskFilesInfo")

# Checks the program against this base's glibc, where it was checked for another one.
def _check_on_base(ctx, task, base):
    if task.glibc == base.glibc:
        return []
    proof = ctx.actions.declare_file(ctx.label.name + ".checked")
    arguments = ctx.actions.args()
    arguments.add("bootstrap")
    arguments.add("--architecture=" + task.architecture)
    arguments.add("--glibc=" + (base.glibc or "none"))
    arguments.add("--name={} on the base {}".format(str(ctx.attr.task.label).lstrip("@"), base.reference or "empty"))
    arguments.add(task.entries, format = "--entries=%s")
    arguments.add(proof, format = "--out=%s")
    arguments.add(task.program)
    ctx.actions.run(
        executable = ctx.executable._pack,
        arguments = [arguments],
        inputs = task.inputs,
        outputs = [proof],
        mnemonic = "LambdaCheckBootstrap",
        progress_message = "Checking the bootstrap of %{label} against its base",
    )
    return [proof]

def _base_arguments(arguments, base):
    if not base.manifest:
        return []
    arguments.add(base.manifest, format = "--base-manifest=%s")
    arguments.add(base.config, format = "--base-config=%s")
    arguments.add("--base-name=" + base.reference)
    arguments.add("--base-digest=" + base.digest)
    return [base.manifest, base.config]

def _lambda_image_impl(ctx):
    task = ctx.attr.task[TaskFilesInfo]
    base = ctx.attr.base[BaseInfo]
    if base.architecture and base.architecture != task.architecture:
        fail("base = \"{}\" is for {}, but the image is for {}. Name a base for {}.".format(
            ctx.attr.base.label,
            base.architecture,
            task.architecture,
            task.architecture,
        ))
    config = ctx.actions.declare_file(ctx.attr.stem + ".config.json")
    manifest = ctx.actions.declare_file(ctx.attr.stem + ".manifest.json")
    digest = ctx.actions.declare_file(ctx.attr.stem + ".digest")
    layers = [base.ground] if base.ground else []
    layers += [layer[LayerInfo] for layer in ctx.attr.layers]
    arguments = ctx.actions.args()
    arguments.add("image")
    arguments.add("--architecture=" + task.architecture)
    base_files = _base_arguments(arguments, base)
    arguments.add_all([layer.note for layer in layers], format_each = "--layer=%s")
    arguments.add_all(["{}={}".format(*pair) for pair in ctx.attr.env.items()], format_each = "--env=%s")
    arguments.add_all(["{}={}".format(*pair) for pair in ctx.attr.labels.items()], format_each = "--label=%s")
    if ctx.attr.user:
        arguments.add("--user=" + ctx.attr.user)
    if ctx.attr.handler:
        arguments.add("--handler=" + ctx.attr.handler)
    arguments.add(config, format = "--config=%s")
    arguments.add(manifest, format = "--manifest=%s")
    arguments.add(digest, format = "--digest=%s")
    ctx.actions.run(
        executable = ctx.executable._pack,
        arguments = [arguments],
        inputs = base_files + [layer.note for layer in layers] + _check_on_base(ctx, task, base),
        outputs = [config, manifest, digest],
        mnemonic = "LambdaImage",
        progress_message = "Describing the image %{label}",
    )
    return [
        DefaultInfo(files = depset([manifest, config])),
        OutputGroupInfo(digest = depset([digest])),
        ImageInfo(
            architecture = task.architecture,
            base = base,
            config = config,
            digest = digest,
            layers = [layer.blob for layer in layers],
            manifest = manifest,
        ),
    ]

lambda_image = rule(
    implementation = _lambda_image_impl,
    doc = "Describes the image of one architecture: config, manifest, and the manifest's digest.",
    attrs = {
        "base": attr.label(mandatory = True, providers = [BaseInfo], doc = "What the image stands on."),
        "env": attr.string_dict(doc = "Environment variables."),
        "handler": attr.string(doc = "The value that the entry point gives _HANDLER; empty: none."),
        "labels": attr.string_dict(doc = "Labels."),
        "layers": attr.label_list(mandatory = True, providers = [LayerInfo], doc = "Layers, the lowest first."),
        "stem": attr.string(mandatory = True, doc = "The beginning of the outputs' names."),
        "task": attr.label(mandatory = True, providers = [TaskFilesInfo], doc = "The program inside, to check it against the base."),
        "user": attr.string(doc = "The user that runs the function; empty: the base's."),
        "_pack": attr.label(default = "//images/tools:pack", executable = True, cfg = "exec"),
    },
    provides = [ImageInfo],
)
