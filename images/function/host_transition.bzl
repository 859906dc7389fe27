"""Builds a program for the machine that Bazel runs on, which is where `bazel run` starts it.

Unlike `cfg = "exec"` it is the same build that the program's own tests use: one OpenSSL, one Poco.
"""

def _host_transition_impl(settings, _attr):
    return {"//command_line_option:platforms": str(settings["//command_line_option:host_platform"])}

host_transition = transition(
    implementation = _host_transition_impl,
    inputs = ["//command_line_option:host_platform"],
    outputs = ["//command_line_option:platforms"],
)
