"""`NAME.symbolize`: names function, file and line of each address in a stack."""

load("//images/function:host_transition.bzl", "host_transition")
load("//images/function:runfile.bzl", "runfile_path")
load("//images/providers:task_info.bzl", "SymbolsInfo")

def _lambda_symbolizer_impl(ctx):
    program = ctx.actions.declare_file(ctx.label.name)
    ctx.actions.symlink(output = program, target_file = ctx.file._symbolize, is_executable = True)
    folders = ctx.attr.symbols[SymbolsInfo].folders.to_list()
    plan = ctx.actions.declare_file(ctx.label.name + ".folders")
    ctx.actions.write(plan, "".join([runfile_path(ctx, folder) + "\n" for folder in folders]))
    return [DefaultInfo(
        executable = program,
        files = depset([program]),
        runfiles = ctx.runfiles(files = folders + [plan, ctx.file._symbolize]),
    )]

lambda_symbolizer = rule(
    implementation = _lambda_symbolizer_impl,
    doc = "`bazel run` for a production stack: names function, file and line of each address.",
    attrs = {
        "symbols": attr.label(mandatory = True, providers = [SymbolsInfo], doc = "The symbols of the program that made the stack."),
        "_allowlist_function_transition": attr.label(default = "@bazel_tools//tools/allowlists/function_transition_allowlist"),
        "_symbolize": attr.label(default = "//images/tools/symbolize", allow_single_file = True, cfg = host_transition),
    },
    executable = True,
)
