"""One build action of Lisp forms, which the Lisp rules share."""

load("//third_party/sbcl:sbcl_info.bzl", "SbclInfo")

# What each rule that runs Lisp has besides its own attributes.
LISP_TOOL_ATTRS = {
    "_allowlist_function_transition": attr.label(
        default = "@bazel_tools//tools/allowlists/function_transition_allowlist",
    ),
    "_frozen_clock": attr.label(default = "//images/tools/lisp:frozen_clock"),
    "_lisp": attr.label(default = "//images/tools/lisp", executable = True, cfg = "exec"),
    "_sbcl": attr.label(default = "//third_party/sbcl", providers = [SbclInfo]),
}
RUN_LISP_ATTRS = LISP_TOOL_ATTRS | {
    "_core": attr.label(default = "//images/private/lisp:quiet.core", allow_single_file = True),
    "_prepare": attr.label(default = "//images/tools/lisp:prepare.lisp", allow_single_file = True),
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

def start_lisp(ctx, core, program, forms, inputs, outputs, mnemonic, message):
    """Declares an action that evaluates `forms` in `core`.

    Args:
      ctx: of a rule with LISP_TOOL_ATTRS.
      core: File.
      program: File, linked with SBCL's runtime; None: SBCL itself.
      forms: list of texts.
      inputs: depset of File.
      outputs: dict: the name that the forms write to, and the File that gets it.
      mnemonic: of the action.
      message: its progress message.
    """
    sbcl = ctx.attr._sbcl[SbclInfo]
    clock = ctx.files._frozen_clock[0]
    program = program or sbcl.runtime
    arguments = ctx.actions.args()
    arguments.add("run")
    arguments.add("--architecture=" + sbcl.architecture)
    arguments.add(program, format = "--program=%s")
    arguments.add(core, format = "--core=%s")
    arguments.add_all([sbcl.modules], format_each = "--modules=%s", expand_directories = False)
    arguments.add(clock, format = "--frozen-clock=%s")
    arguments.add_all(forms, format_each = "--form=%s")
    all_inputs = depset([clock, core, program, sbcl.modules], transitive = [inputs])
    arguments.add_all(all_inputs, format_each = "--input=%s", expand_directories = False)
    for name, file in outputs.items():
        arguments.add(file, format = "--output={}=%s".format(name))
    ctx.actions.run(
        executable = ctx.executable._lisp,
        arguments = [arguments],
        env = {"PATH": "/usr/local/bin:/usr/bin:/bin"},  # Of the emulator for arm64's SBCL.
        inputs = all_inputs,
        outputs = outputs.values(),
        mnemonic = mnemonic,
        progress_message = message,
    )

def run_lisp(ctx, program, forms, inputs, outputs, mnemonic, message):
    """The same with RUN_LISP_ATTRS: in the quiet core, prepared.

    Args:
      ctx: of a rule with RUN_LISP_ATTRS.
      program: as above.
      forms: as above.
      inputs: as above.
      outputs: as above.
      mnemonic: as above.
      message: as above.
    """
    prepare = ctx.file._prepare
    start_lisp(
        ctx,
        core = ctx.file._core,
        program = program,
        forms = ["(load {})".format(lisp_string(prepare.path))] + forms,
        inputs = depset([prepare], transitive = [inputs]),
        outputs = outputs,
        mnemonic = mnemonic,
        message = message,
    )
