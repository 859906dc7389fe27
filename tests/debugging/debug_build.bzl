"""A program as `-c dbg` builds it, whatever mode the build is in."""

def _debug_transition_impl(_settings, _attr):
    return {"//command_line_option:compilation_mode": "dbg"}

_debug_transition = transition(
    implementation = _debug_transition_impl,
    inputs = [],
    outputs = ["//command_line_option:compilation_mode"],
)

def _debug_build_impl(ctx):
    program = ctx.actions.declare_file(ctx.label.name)
    built = ctx.attr.program[0][DefaultInfo].files_to_run.executable
    ctx.actions.symlink(output = program, target_file = built, is_executable = True)
    return [DefaultInfo(executable = program, files = depset([program]))]

debug_build = rule(
    implementation = _debug_build_impl,
    doc = "`program`, built for a debugger.",
    attrs = {
        "program": attr.label(mandatory = True, executable = True, cfg = _debug_transition, doc = "What to build."),
        "_allowlist_function_transition": attr.label(default = "@bazel_tools//tools/allowlists/function_transition_allowlist"),
    },
    executable = True,
)
