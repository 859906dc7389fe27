"""One build action of Lisp forms, which the Lisp rules share."""

load("//third_party/sbcl:sbcl_info.bzl", "SbclInfo")

# What each rule that runs Lisp has besides its own attributes.
RUN_LISP_ATTRS = {
    "_allowlist_function_transition": attr.label(
        default = "@bazel_tools//tools/allowlists/function_transition_allowlist",
    ),
    "_frozen_clock": attr.label(default = "//images/tools/lisp:frozen_clock"),
    "_lisp": attr.label(default = "//images/tools/lisp", executable = True, cfg = "exec"),
    "_prepare": attr.label(default = "//images/tools/lisp:prepare.lisp", allow_single_file = True),
    "_sbcl": attr.label(default = "//third_party/sbcl", providers = [SbclInfo]),
}

# SBCL's modules that need another one of them. Source: SBCL 2.6.4, contrib/Makefile.
_MODULE_NEEDS = {
    "sb-cover": ["sb-md5"],
    "sb-grovel": ["asdf"],
    "sb-md5": ["sb-rotate-byte"],
    "sb-queue": ["sb-concurrency"],
    "sb-simple-streams": ["sb-bsd-sockets", "sb-posix"],
}
MODULES = [
    "asdf",
    "sb-bsd-sockets",
    "sb-cltl2",
    "sb-concurrency",
    "sb-cover",
    "sb-grovel",
    "sb-introspect",
    "sb-md5",
    "sb-posix",
    "sb-queue",
    "sb-rotate-byte",
    "sb-simple-streams",
    "sb-sprof",
    "uiop",
]

def lisp_string(text):
    """`text` as Lisp reads a string."""
    return "\"{}\"".format(text.replace("\\", "\\\\").replace("\"", "\\\""))

def lisp_strings(texts):
    """A quoted list of strings."""
    return "'({})".format(" ".join([lisp_string(text) for text in texts]))

def with_needed_modules(modules):
    """`modules` and those that they need, which stand before them; each once."""
    found = []
    for module in modules:
        needed = []
        for name in _MODULE_NEEDS.get(module, []):
            needed += _MODULE_NEEDS.get(name, []) + [name]
        found += [one for one in needed + [module] if one not in found]
    return found

def run_lisp(ctx, program, forms, inputs, outputs, mnemonic, message):
    """Declares an action that evaluates `forms`.

    Args:
      ctx: of a rule with RUN_LISP_ATTRS.
      program: File, linked with SBCL's runtime; None: SBCL itself.
      forms: list of texts.
      inputs: depset of File.
      outputs: list of File.
      mnemonic: of the action.
      message: its progress message.
    """
    sbcl = ctx.attr._sbcl[SbclInfo]
    clock = ctx.files._frozen_clock[0]
    arguments = ctx.actions.args()
    arguments.add("run")
    arguments.add("--architecture=" + sbcl.architecture)
    arguments.add(program or sbcl.runtime, format = "--program=%s")
    arguments.add(sbcl.core, format = "--core=%s")
    arguments.add_all([sbcl.modules], format_each = "--modules=%s", expand_directories = False)
    arguments.add(clock, format = "--frozen-clock=%s")
    arguments.add("--form=(load {})".format(lisp_string(ctx.file._prepare.path)))
    arguments.add_all(forms, format_each = "--form=%s")
    all_inputs = depset(
        [clock, ctx.file._prepare] + ([program] if program else []),
        transitive = [inputs, sbcl.files],
    )
    arguments.add_all(all_inputs, format_each = "--input=%s", expand_directories = False)
    arguments.add_all(outputs, format_each = "--output=%s")
    ctx.actions.run(
        executable = ctx.executable._lisp,
        arguments = [arguments],
        env = {"PATH": "/usr/local/bin:/usr/bin:/bin"},  # Of the emulator for arm64's SBCL.
        inputs = all_inputs,
        outputs = outputs,
        mnemonic = mnemonic,
        progress_message = message,
    )
