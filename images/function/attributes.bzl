"""The attributes of every rule about a whole function, and the FunctionInfo that they make."""

load("//images/providers:function_info.bzl", "FunctionInfo")
load("//images/providers:image_info.bzl", "ImageInfo")
load("//images/providers:task_info.bzl", "RuntimeLayerInfo", "TaskFilesInfo", "TaskFolderInfo", "ZipInfo")

# A target is given those parts that it needs: what it names is built, and bases are fetched for it.
FUNCTION_ATTRIBUTES = {
    "architectures": attr.string_list(mandatory = True, doc = "Lambda's names of them, in the function's order."),
    "entrypoints": attr.label_list(providers = [TaskFilesInfo], doc = "The entry point program of each architecture."),
    "env": attr.string_dict(doc = "The function's environment variables."),
    "function": attr.string(mandatory = True, doc = "The function's name."),
    "handler": attr.string(doc = "The value of _HANDLER."),
    "images": attr.label_list(providers = [ImageInfo], doc = "The image of each architecture."),
    "layer": attr.label(providers = [RuntimeLayerInfo], doc = "The layer with the function's program, or to publish."),
    "layout": attr.label(doc = "The layout that holds the images."),
    "memory_mb": attr.int(doc = "0 where none was given."),
    "tasks": attr.label_list(providers = [TaskFolderInfo], doc = "The function's folder of each architecture."),
    "timeout_seconds": attr.int(doc = "0 where none was given."),
    "zips": attr.label_list(providers = [ZipInfo], doc = "The zip of each architecture."),
}

def function_info(ctx):
    """What the attributes say.

    Args:
      ctx: of a rule that has FUNCTION_ATTRIBUTES.
    Returns:
      A FunctionInfo.
    """
    entrypoints = [one[TaskFilesInfo] for one in ctx.attr.entrypoints]
    images = [one[ImageInfo] for one in ctx.attr.images]
    tasks = [one[TaskFolderInfo] for one in ctx.attr.tasks]
    zips = [one[ZipInfo] for one in ctx.attr.zips]
    layout = ctx.files.layout
    return FunctionInfo(
        architectures = ctx.attr.architectures,
        entrypoints = {one.architecture: one.program for one in entrypoints},
        environment = ctx.attr.env,
        handler = ctx.attr.handler,
        images = {one.architecture: one for one in images},
        layer = ctx.attr.layer[RuntimeLayerInfo] if ctx.attr.layer else None,
        layout = layout[0] if layout else None,
        memory_mb = ctx.attr.memory_mb,
        name = ctx.attr.function,
        tasks = {one.architecture: one.folder for one in tasks},
        timeout_seconds = ctx.attr.timeout_seconds,
        zips = {one.architecture: one.archive for one in zips},
    )
