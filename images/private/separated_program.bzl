"""A program that was separated from its symbols before a rule adds to it."""

load("//images/providers:task_info.bzl", "SymbolsInfo")
load(":symbols.bzl", "separate_symbols")

def _separated_program_impl(ctx):
    shipped, symbols = separate_symbols(ctx, ctx.executable.program, ctx.label.name)
    return [
        DefaultInfo(executable = shipped, files = depset([shipped])),
        SymbolsInfo(folders = depset([symbols])),
    ]

separated_program = rule(
    implementation = _separated_program_impl,
    doc = "A program without its symbols, for rules that append to it.",
    attrs = {
        "program": attr.label(mandatory = True, executable = True, cfg = "target", doc = "The program."),
        "_pack": attr.label(default = "//images/tools:pack", executable = True, cfg = "exec"),
    },
    executable = True,
    provides = [SymbolsInfo],
)
