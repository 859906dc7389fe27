"""Saves the runtime, libraries and perhaps a handler as one program."""

load("//images/providers:lisp_info.bzl", "LispInfo")
load("//images/providers:task_info.bzl", "SymbolsInfo")
load(":glibc_transition.bzl", "glibc_transition")
load(":run_lisp.bzl", "RUN_LISP_ATTRS", "lisp_string", "lisp_strings", "run_lisp")

_OUTPUT = "bootstrap"

def _save_form(ctx, fasls):
    form = "(lambda-runtime:save-bootstrap {} :preload {}".format(
        lisp_string(_OUTPUT),
        lisp_strings([file.path for file in fasls]),
    )
    if ctx.attr.handler:
        form += " :handler " + lisp_string(ctx.attr.handler)
    return form + ")"

def _lisp_bootstrap_impl(ctx):
    libraries = [target[LispInfo] for target in ctx.attr.libraries]
    fasls = depset(transitive = [one.fasls for one in libraries], order = "postorder")
    modules = depset(transitive = [one.modules for one in libraries], order = "postorder")
    runtime = ctx.attr._runtime[LispInfo].fasl
    out = ctx.actions.declare_file(ctx.label.name)
    forms = ["(require {})".format(lisp_string(module)) for module in modules.to_list()]
    forms += ["(load {})".format(lisp_string(runtime.path)), _save_form(ctx, fasls.to_list())]
    run_lisp(
        ctx,
        program = ctx.file._program,
        forms = forms,
        inputs = depset([runtime], transitive = [fasls]),
        outputs = {_OUTPUT: out},
        mnemonic = "LispSave",
        message = "Saving the Lisp program %{label}",
    )
    return [
        DefaultInfo(executable = out, files = depset([out])),
        SymbolsInfo(folders = ctx.attr._program[SymbolsInfo].folders),
    ]

lisp_bootstrap_rule = rule(
    implementation = _lisp_bootstrap_impl,
    doc = "The runtime and `libraries` in one program. The public form is in //:lisp.bzl.",
    attrs = dict(
        RUN_LISP_ATTRS,
        handler = attr.string(doc = "As _HANDLER would name it; empty: _HANDLER does."),
        libraries = attr.label_list(providers = [LispInfo], doc = "What is loaded before it is saved."),
        _program = attr.label(default = "//images/private/lisp:bootstrap_program", allow_single_file = True),
        _runtime = attr.label(default = "//images/private/lisp:runtime", providers = [LispInfo]),
    ),
    cfg = glibc_transition,
    executable = True,
    provides = [SymbolsInfo],
)
