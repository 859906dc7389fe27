"""A program that `bazel run` starts with the function's document beside it."""

load(":document.bzl", "entrypoint_runfile", "function_document")
load(":host_transition.bzl", "host_transition")

def program_attributes(label):
    """The attributes of a rule that calls function_program().

    Args:
      label: of the program.
    Returns:
      A dict of attributes.
    """
    return {
        "_allowlist_function_transition": attr.label(default = "@bazel_tools//tools/allowlists/function_transition_allowlist"),
        "_program": attr.label(default = label, allow_single_file = True, cfg = host_transition),
    }

def function_program(ctx, function, verb):
    """Lays the program and the document for `verb` beside each other, with the files it names.

    Args:
      ctx: of a rule that has program_attributes().
      function: a FunctionInfo.
      verb: what the program does.
    Returns:
      The DefaultInfo of an executable rule.
    """
    text, files = function_document(ctx, function, verb)
    document = ctx.actions.declare_file(ctx.label.name + ".function.json")
    ctx.actions.write(document, text)
    program = ctx.actions.declare_file(ctx.label.name)
    ctx.actions.symlink(output = program, target_file = ctx.file._program, is_executable = True)
    return DefaultInfo(
        executable = program,
        files = depset([program]),  # The document is a runfile, and so is made beside it.
        runfiles = ctx.runfiles(
            files = files + [ctx.file._program, document],
            symlinks = {
                entrypoint_runfile(ctx, architecture): entrypoint
                for architecture, entrypoint in function.entrypoints.items()
            },
        ),
    )
