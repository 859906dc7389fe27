"""Checks a function's program and lists what goes beside it, for one architecture."""

load("//images/providers:task_info.bzl", "SymbolsInfo", "TaskFilesInfo")
load(":placing.bzl", "place_all")
load(":platform_transition.bzl", "ARCHITECTURES", "LIBCS", "platform_transition")
load(":symbols.bzl", "separate_symbols")

def _program_of(targets):
    if not targets:
        return None
    target = targets[0]  # A list, as behind every transition.
    program = target[DefaultInfo].files_to_run.executable
    if program:
        return program
    files = target[DefaultInfo].files.to_list()
    if len(files) != 1:
        fail(("bootstrap = \"{}\" makes {} files and is not executable, so it cannot be a function's " +
              "program. Name a cc_binary, or one file that is a program.").format(target.label, len(files)))
    return files[0]

# The program as it ships, and the folders of its symbols. A file of the user's is used unchanged;
# a rule that has separated it already provides SymbolsInfo.
def _ship(ctx, program):
    target = ctx.attr.bootstrap[0]
    if SymbolsInfo in target:
        return program, target[SymbolsInfo].folders
    if program.is_source:
        return program, depset()
    shipped, symbols = separate_symbols(ctx, program, ctx.label.name)
    return shipped, depset([symbols])

def _check_program(ctx, program, entries, placed):
    proof = ctx.actions.declare_file(ctx.label.name + ".checked")
    arguments = ctx.actions.args()
    arguments.add("bootstrap")
    arguments.add("--architecture=" + ctx.attr.architecture)
    arguments.add("--glibc=" + ctx.attr.glibc)
    arguments.add("--name=" + str(ctx.attr.bootstrap[0].label).lstrip("@"))
    arguments.add(entries, format = "--entries=%s")
    arguments.add(proof, format = "--out=%s")
    arguments.add(program)
    ctx.actions.run(
        executable = ctx.executable._pack,
        arguments = [arguments],
        inputs = [program, entries] + placed,
        outputs = [proof],
        mnemonic = "LambdaCheckBootstrap",
        progress_message = "Checking the bootstrap of %{label}",
    )
    return proof

def _lambda_task_files_impl(ctx):
    program = _program_of(ctx.attr.bootstrap)
    symbols = depset()
    if program:
        program, symbols = _ship(ctx, program)
    placed = []
    for target in ctx.attr.srcs:
        placed += place_all(target[DefaultInfo].files.to_list(), "", target.label)
    for target, path in ctx.attr.files.items():
        placed += place_all(target[DefaultInfo].files.to_list(), path, target.label)
    if not program and not placed:
        fail("{} has neither a bootstrap nor a file, so there is nothing to pack. Name its files: srcs.".format(ctx.label))
    lines = ["program\t{}\t{}".format(ctx.attr.program_path, program.path)] if program else []
    lines += ["file\t{}\t{}".format(path, file.path) for path, file in placed]
    entries = ctx.actions.declare_file(ctx.label.name + ".entries")
    ctx.actions.write(entries, "\n".join(lines) + "\n")
    inputs = [entries] + [file for _, file in placed] + ctx.files.checks
    if program:
        inputs += [program, _check_program(ctx, program, entries, [file for _, file in placed])]
    return [
        DefaultInfo(files = depset([entries])),
        TaskFilesInfo(
            architecture = ctx.attr.architecture,
            entries = entries,
            glibc = ctx.attr.glibc if program else "",
            inputs = depset(inputs),
            program = program,
        ),
        SymbolsInfo(folders = symbols),
    ]

lambda_task_files = rule(
    implementation = _lambda_task_files_impl,
    doc = "Builds `bootstrap` for one architecture, checks that Lambda can run it, and lists what goes beside it.",
    attrs = {
        "architecture": attr.string(mandatory = True, values = ARCHITECTURES, doc = "Lambda's name of it."),
        "bootstrap": attr.label(allow_files = True, cfg = platform_transition, doc = "The program; None where it is in a layer."),
        "checks": attr.label_list(doc = "Proofs that must be there before anything is packed."),
        "files": attr.label_keyed_string_dict(allow_files = True, cfg = platform_transition, doc = "Labels, and the paths of what they make."),
        "glibc": attr.string(default = "2.34", doc = "The newest glibc the program may need: that of Amazon Linux 2023."),
        "libc": attr.string(mandatory = True, values = LIBCS, doc = "The C library that the program is linked with."),
        "program_path": attr.string(default = "bootstrap", doc = "The program's path."),
        "srcs": attr.label_list(allow_files = True, cfg = platform_transition, doc = "Files that keep their path in their package."),
        "_allowlist_function_transition": attr.label(default = "@bazel_tools//tools/allowlists/function_transition_allowlist"),
        "_pack": attr.label(default = "//images/tools:pack", executable = True, cfg = "exec"),
    },
    provides = [SymbolsInfo, TaskFilesInfo],
)
