"""Builds Lisp for the processor that is built for, and the oldest glibc it runs on.

Whatever libc the rest is linked with: SBCL finds C functions by dlsym, which needs a dynamic one.
"""

def _glibc_transition_impl(settings, _attr):
    platform = str(settings["//command_line_option:platforms"][0])
    architecture = "arm64" if "arm64" in platform.rpartition(":")[2] else "x86_64"
    chosen = Label("//third_party/platforms:{}_glibc_2_26".format(architecture))
    return {"//command_line_option:platforms": str(chosen)}

glibc_transition = transition(
    implementation = _glibc_transition_impl,
    inputs = ["//command_line_option:platforms"],
    outputs = ["//command_line_option:platforms"],
)
