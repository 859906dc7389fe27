"""Parts a program into what ships and the symbols of its stacks, and gathers those of a function."""

load("//images/providers:symbols_info.bzl", "SymbolsInfo")
load(":host_transition.bzl", "host_transition")
load(":runfile.bzl", "runfile_path")

def separate_symbols(ctx, program, stem):
    """Declares the action that parts `program`.

    Args:
      ctx: of a rule with an attribute `_pack`.
      program: File.
      stem: what the names of the outputs begin with.
    Returns:
      The program that ships, and the folder of its symbols: two Files.
    """
    shipped = ctx.actions.declare_file(stem + ".program")
    symbols = ctx.actions.declare_directory(stem + ".symbols")
    arguments = ctx.actions.args()
    arguments.add("separate")
    arguments.add(shipped, format = "--out=%s")
    arguments.add_all([symbols], format_each = "--symbols=%s", expand_directories = False)
    arguments.add(program)
    ctx.actions.run(
        executable = ctx.executable._pack,
        arguments = [arguments],
        inputs = [program],
        outputs = [shipped, symbols],
        mnemonic = "LambdaSymbols",
        progress_message = "Putting the symbols of %{label} aside",
    )
    return shipped, symbols

def _separated_program_impl(ctx):
    shipped, symbols = separate_symbols(ctx, ctx.executable.program, ctx.label.name)
    return [
        DefaultInfo(executable = shipped, files = depset([shipped])),
        SymbolsInfo(folders = depset([symbols])),
    ]

separated_program = rule(
    implementation = _separated_program_impl,
    doc = "A program without its symbols, for rules that add to it what its symbols must not be under.",
    attrs = {
        "program": attr.label(mandatory = True, executable = True, cfg = "target", doc = "The program."),
        "_pack": attr.label(default = "//images/tools:pack", executable = True, cfg = "exec"),
    },
    executable = True,
    provides = [SymbolsInfo],
)

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
        "symbols": attr.label(mandatory = True, providers = [SymbolsInfo], doc = "Whose stacks."),
        "_allowlist_function_transition": attr.label(default = "@bazel_tools//tools/allowlists/function_transition_allowlist"),
        "_symbolize": attr.label(default = "//images/tools/symbolize", allow_single_file = True, cfg = host_transition),
    },
    executable = True,
)
