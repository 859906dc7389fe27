"""Joins a Lisp library and all it needs into one fasl."""

load("//images/providers:lisp_info.bzl", "LispInfo")
load("//third_party/sbcl:sbcl_info.bzl", "SbclInfo")
load(":glibc_transition.bzl", "glibc_transition")
load(":run_lisp.bzl", "LISP_TOOL_ATTRS", "with_needed_modules")

def _lisp_bundle_impl(ctx):
    parts = [target[LispInfo] for target in ctx.attr.deps]
    fasls = depset(transitive = [one.fasls for one in parts], order = "postorder")
    modules = depset(transitive = [one.modules for one in parts], order = "postorder")
    sbcl = ctx.attr._sbcl[SbclInfo]
    out = ctx.actions.declare_file(ctx.label.name + ".fasl")
    arguments = ctx.actions.args()
    arguments.add("join")
    arguments.add(out, format = "--out=%s")
    arguments.add_all([
        "{}/{}.fasl".format(sbcl.modules.path, module)
        for module in with_needed_modules(modules.to_list())
    ])
    arguments.add_all(fasls)
    ctx.actions.run(
        executable = ctx.executable._lisp,
        arguments = [arguments],
        inputs = depset([sbcl.modules], transitive = [fasls]),
        outputs = [out],
        mnemonic = "LispBundle",
        progress_message = "Joining Lisp %{label}",
    )
    return [
        DefaultInfo(files = depset([out])),
        LispInfo(
            fasl = out,
            fasls = depset([out]),
            modules = depset(),
            systems = depset(transitive = [one.systems for one in parts]),
        ),
    ]

lisp_bundle_rule = rule(
    implementation = _lisp_bundle_impl,
    doc = "One fasl with `deps`, all they need, and the modules. The public form is in //:lisp.bzl.",
    attrs = dict(
        LISP_TOOL_ATTRS,
        deps = attr.label_list(mandatory = True, providers = [LispInfo], doc = "What to join."),
    ),
    cfg = glibc_transition,
    provides = [LispInfo],
)
