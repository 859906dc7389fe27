"""The core that Lisp is built with: SBCL's, without its second thread. Saved once."""

load("//third_party/sbcl:sbcl_info.bzl", "SbclInfo")
load(":glibc_transition.bzl", "glibc_transition")
load(":run_lisp.bzl", "LISP_TOOL_ATTRS", "lisp_string", "start_lisp")

_OUTPUT = "quiet.core"  # As images/tools/lisp/quiet.lisp names it.

def _quiet_core_impl(ctx):
    core = ctx.actions.declare_file(ctx.label.name)
    start_lisp(
        ctx,
        core = ctx.attr._sbcl[SbclInfo].core,
        program = None,
        forms = ["(load {})".format(lisp_string(ctx.file._quiet.path))],
        inputs = depset([ctx.file._quiet]),
        outputs = {_OUTPUT: core},
        mnemonic = "LispCore",
        message = "Saving the core that Lisp is built with",
    )
    return [DefaultInfo(files = depset([core]))]

quiet_core = rule(
    implementation = _quiet_core_impl,
    doc = "SBCL's core, whose second thread does not start.",
    attrs = dict(
        LISP_TOOL_ATTRS,
        _quiet = attr.label(default = "//images/tools/lisp:quiet.lisp", allow_single_file = True),
    ),
    cfg = glibc_transition,
)
