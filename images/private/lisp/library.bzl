"""Compiles Lisp sources into one fasl."""

load("//images/providers:lisp_info.bzl", "LispInfo")
load(":glibc_transition.bzl", "glibc_transition")
load(":run_lisp.bzl", "MODULES", "RUN_LISP_ATTRS", "lisp_string", "lisp_strings", "run_lisp")

_OUTPUT = "library.fasl"

def _check(ctx):
    for module in ctx.attr.modules:
        if module not in MODULES:
            fail("{}: modules has \"{}\", which SBCL does not bring here. It brings {}.".format(
                ctx.label,
                module,
                ", ".join(MODULES),
            ))
    if ctx.file.asd and ctx.file.bundle:
        fail("{}: write asd = ... for one system or bundle = ... for a folder of systems, not both.".format(ctx.label))
    if ctx.file.bundle and not ctx.attr.systems:
        fail("{}: a bundle holds many systems: name those to compile, systems = [\"my-app\"].".format(ctx.label))
    if ctx.attr.systems and not (ctx.file.asd or ctx.file.bundle):
        fail("{}: systems = {} needs asd = ... or bundle = ..., which defines them.".format(ctx.label, ctx.attr.systems))
    if not ctx.files.srcs:
        fail("{}: srcs is empty, so there is nothing to compile. Name the .lisp files, in order.".format(ctx.label))

# The form of images/tools/lisp/compile.lisp that makes the fasl `output`.
def _compile_form(ctx, output, systems, needed):
    context = ":fasls {} :modules {} :systems {}".format(
        lisp_strings([file.path for file in needed.fasls.to_list()]),
        lisp_strings(needed.modules.to_list()),
        lisp_strings(needed.systems.to_list()),
    )
    definition = ctx.file.asd or ctx.file.bundle
    if definition:
        return "(lambda-build:compile-{} {} {} {} {})".format(
            "system" if ctx.file.asd else "bundle",
            lisp_string(definition.path),
            lisp_strings(systems),
            lisp_string(output),
            context,
        )
    sources = [file.path for file in ctx.files.srcs if file.extension in ["lisp", "lsp", "cl"]]
    return "(lambda-build:compile-sources {} {} {})".format(
        lisp_strings(sources),
        lisp_string(output),
        context,
    )

def _lisp_library_impl(ctx):
    _check(ctx)
    deps = [target[LispInfo] for target in ctx.attr.deps]
    systems = ctx.attr.systems or ([ctx.file.asd.basename.removesuffix(".asd")] if ctx.file.asd else [])
    needed = struct(
        fasls = depset(transitive = [one.fasls for one in deps], order = "postorder"),
        modules = depset(ctx.attr.modules, transitive = [one.modules for one in deps], order = "postorder"),
        systems = depset(transitive = [one.systems for one in deps]),
    )
    fasl = ctx.actions.declare_file(ctx.label.name + ".fasl")
    forms = ["(load {})".format(lisp_string(ctx.file._compile.path))]
    runtime = [ctx.attr.runtime[LispInfo].fasl] if ctx.attr.runtime else []
    forms += ["(load {})".format(lisp_string(file.path)) for file in runtime]
    run_lisp(
        ctx,
        program = ctx.file.program,
        forms = forms + [_compile_form(ctx, _OUTPUT, systems, needed)],
        inputs = depset(
            ctx.files.srcs + ctx.files.asd + ctx.files.bundle + [ctx.file._compile] + runtime,
            transitive = [needed.fasls],
        ),
        outputs = {_OUTPUT: fasl},
        mnemonic = "LispCompile",
        message = "Compiling Lisp %{label}",
    )
    return [
        DefaultInfo(files = depset([fasl])),
        LispInfo(
            fasl = fasl,
            fasls = depset([fasl], transitive = [needed.fasls], order = "postorder"),
            modules = needed.modules,
            systems = depset(systems, transitive = [needed.systems]),
        ),
    ]

lisp_library_rule = rule(
    implementation = _lisp_library_impl,
    doc = "Compiles Lisp sources into one fasl. The public form is lisp_library of //:lisp.bzl.",
    attrs = dict(
        RUN_LISP_ATTRS,
        asd = attr.label(allow_single_file = [".asd"], doc = "Defines the systems."),
        bundle = attr.label(allow_single_file = True, doc = "A Quicklisp bundle's bundle.lisp."),
        deps = attr.label_list(providers = [LispInfo], doc = "Libraries that are loaded first."),
        modules = attr.string_list(doc = "SBCL's own modules that are required first."),
        program = attr.label(allow_single_file = True, doc = "What compiles; default: SBCL."),
        runtime = attr.label(providers = [LispInfo], doc = "The runtime's own library, or none."),
        srcs = attr.label_list(allow_files = True, doc = "Sources; without asd and bundle, in order."),
        systems = attr.string_list(doc = "Which systems of asd or bundle."),
        _compile = attr.label(default = "//images/tools/lisp:compile.lisp", allow_single_file = True),
    ),
    cfg = glibc_transition,
    provides = [LispInfo],
)
