"""`NAME.symbols`: what the stacks of a function are resolved with."""

load("//images/providers:symbols_info.bzl", "SymbolsInfo")

def _lambda_symbols_impl(ctx):
    folders = depset(transitive = [target[SymbolsInfo].folders for target in ctx.attr.programs])
    return [DefaultInfo(files = folders), SymbolsInfo(folders = folders)]

lambda_symbols = rule(
    implementation = _lambda_symbols_impl,
    doc = "The symbols of every architecture's program.",
    attrs = {
        "programs": attr.label_list(mandatory = True, providers = [SymbolsInfo], doc = "What has them."),
    },
    provides = [SymbolsInfo],
)
