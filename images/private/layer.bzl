"""Packs a function's files into one layer of an image."""

load("//images/providers:image_info.bzl", "LayerInfo")
load("//images/providers:task_info.bzl", "TaskFilesInfo")

def _lambda_layer_impl(ctx):
    content = ctx.attr.content[TaskFilesInfo]
    blob = ctx.actions.declare_file(ctx.label.name + ".tar.gz")
    note = ctx.actions.declare_file(ctx.label.name + ".json")
    arguments = ctx.actions.args()
    arguments.add("layer")
    arguments.add(content.entries, format = "--entries=%s")
    if ctx.attr.prefix:
        arguments.add("--prefix=" + ctx.attr.prefix)
    for path, target in ctx.attr.links.items():
        arguments.add("--link={}={}".format(path, target))
    arguments.add_all(ctx.attr.shared_folders, format_each = "--shared=%s")
    arguments.add("--created-by=" + ctx.attr.created_by)
    arguments.add(blob, format = "--out=%s")
    arguments.add(note, format = "--note=%s")
    ctx.actions.run(
        executable = ctx.executable._pack,
        arguments = [arguments],
        inputs = content.inputs,
        outputs = [blob, note],
        mnemonic = "LambdaLayer",
        progress_message = "Packing the layer %{label}",
    )
    return [
        DefaultInfo(files = depset([blob])),
        LayerInfo(blob = blob, note = note),
    ]

lambda_layer = rule(
    implementation = _lambda_layer_impl,
    doc = "Packs `content` into one layer. Equal inputs give equal bytes on every machine.",
    attrs = {
        "content": attr.label(mandatory = True, providers = [TaskFilesInfo], doc = "What to pack."),
        "created_by": attr.string(mandatory = True, doc = "The layer's line in the image's history."),
        "links": attr.string_dict(doc = "Symbolic links to add: path in the image to the link's text."),
        "prefix": attr.string(doc = "The folder of the image where the content goes; empty: its root."),
        "shared_folders": attr.string_list(doc = "Folders to add that everybody may write to, like `tmp`."),
        "_pack": attr.label(default = "//images/tools:pack", executable = True, cfg = "exec"),
    },
    provides = [LayerInfo],
)
