"""`NAME.layer`: a function's program and files as a layer that other functions run on."""

load("//images/providers:task_info.bzl", "RuntimeLayerInfo", "SymbolsInfo", "TaskFilesInfo", "TaskFolderInfo", "ZipInfo")

def _lambda_runtime_layer_impl(ctx):
    zips = [zip[ZipInfo] for zip in ctx.attr.zips]
    contents = [content[TaskFilesInfo] for content in ctx.attr.contents]
    folders = [task[TaskFolderInfo] for task in ctx.attr.tasks]
    symbols = depset(transitive = [one[SymbolsInfo].folders for one in ctx.attr.contents])
    return [
        DefaultInfo(files = depset([zip.archive for zip in zips])),
        RuntimeLayerInfo(
            folders = {task.architecture: task.folder for task in folders},
            glibc = {content.architecture: content.glibc for content in contents},
            name = ctx.attr.function,
            zips = {zip.architecture: zip.archive for zip in zips},
        ),
        SymbolsInfo(folders = symbols),
    ]

lambda_runtime_layer = rule(
    implementation = _lambda_runtime_layer_impl,
    doc = "The zips that Lambda unpacks in /opt, one for each architecture.",
    attrs = {
        "contents": attr.label_list(mandatory = True, providers = [TaskFilesInfo], doc = "What is in them."),
        "function": attr.string(mandatory = True, doc = "The name of the function, and of the layer."),
        "tasks": attr.label_list(mandatory = True, providers = [TaskFolderInfo], doc = "What is in them, laid out."),
        "zips": attr.label_list(mandatory = True, providers = [ZipInfo], doc = "The zips."),
    },
    provides = [RuntimeLayerInfo, SymbolsInfo],
)
