"""`NAME.symbols`: the symbols that resolve a function's stacks."""

load("//images/providers:task_info.bzl", "SymbolsInfo")

def _lambda_symbols_impl(ctx):
    folders = depset(transitive = [target[SymbolsInfo].folders for target in ctx.attr.programs])
    return [DefaultInfo(files = folders), SymbolsInfo(folders = folders)]

lambda_symbols = rule(
    implementation = _lambda_symbols_impl,
    doc = "The symbols of every architecture's program.",
    attrs = {
        "programs": attr.label_list(mandatory = True, providers = [SymbolsInfo], doc = "The programs."),
    },
    provides = [SymbolsInfo],
)
