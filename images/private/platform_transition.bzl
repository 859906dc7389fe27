"""Builds what ships for the function's processor and libc, whatever machine Bazel runs on."""

ARCHITECTURES = ["x86_64", "arm64"]  # Lambda's names.
LIBCS = ["musl", "glibc"]

def _platform_transition_impl(_settings, attr):
    platform = "//third_party/platforms:{}_{}".format(attr.architecture, attr.libc)
    return {"//command_line_option:platforms": str(Label(platform))}

platform_transition = transition(
    implementation = _platform_transition_impl,
    inputs = [],
    outputs = ["//command_line_option:platforms"],
)
