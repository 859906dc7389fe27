"""The public Lisp rules: sources become fasls, fasls one file, and that a program for Lambda.

`README.md` of handlers/lisp begins at the beginning. All work offline; SBCL is built once.
"""

load("//images/private/lisp:bootstrap.bzl", "lisp_bootstrap_rule")
load("//images/private/lisp:bundle.bzl", "lisp_bundle_rule")
load("//images/private/lisp:library.bzl", "lisp_library_rule")

def lisp_library(
        name,
        srcs,
        deps = [],
        asd = None,
        bundle = None,
        systems = [],
        modules = [],
        with_runtime = True,
        **kwargs):
    """Compiles Lisp into `NAME.fasl`, for the processor of whatever it becomes a part of.

    Args:
      name: of the target and its fasl.
      srcs: the sources, in the order in which they are compiled and loaded. With `asd` or `bundle`,
          every file that the systems consist of, in any order: `glob(["**/*.lisp"])`.
      deps: libraries that this one needs; they are loaded before it is compiled. Their ASDF systems
          count as loaded.
      asd: a file that defines an ASDF system: its `:depends-on` must be in `deps` or `modules`.
      bundle: `bundle.lisp` of a folder that Quicklisp's `ql:bundle-systems` made; with `srcs` of
          all the folder. The fasl holds `systems` and all that they need, local projects too.
      systems: which systems of `asd` (default: that of its file name) or of `bundle`.
      modules: SBCL's own modules that it requires, like `sb-posix`; of `asdf`, `uiop` too.
      with_runtime: whether package LAMBDA-RUNTIME is there when it is compiled.
      **kwargs: as everywhere: visibility, tags, testonly.
    """
    here = {}
    if with_runtime:
        here = {
            "program": Label("//images/private/lisp:bootstrap_program"),
            "runtime": Label("//images/private/lisp:runtime"),
        }
    lisp_library_rule(
        name = name,
        asd = asd,
        bundle = bundle,
        deps = deps,
        modules = modules,
        srcs = srcs,
        systems = systems,
        **(here | kwargs)
    )

def lisp_bundle(name, deps, **kwargs):
    """Joins libraries and all they need into `NAME.fasl`: all of a function's code in one file.

    Args:
      name: of the target and its fasl.
      deps: libraries, in the order in which they are to be loaded.
      **kwargs: as everywhere.
    """
    lisp_bundle_rule(name = name, deps = deps, **kwargs)

def lisp_bootstrap(name, libraries = [], handler = "", **kwargs):
    """Makes the program that Lambda starts: runtime, `libraries` and all they need, in one file.

    Give it to lambda_function as `bootstrap`.

    Args:
      name: of the target and the file.
      libraries: are loaded before the program is saved, so that a start does not load them.
      handler: the function that serves, named as `_HANDLER` would name it: `my-package:handle` of a
          library, or `(lambda (body headers) ...)`. Empty: the function's `_HANDLER` says, and its
          code lies beside the program or in the function that has this as a layer.
      **kwargs: as everywhere.
    """
    lisp_bootstrap_rule(name = name, libraries = libraries, handler = handler, **kwargs)
