"""SBCL, built for one processor."""

SbclInfo = provider(
    doc = "What compiles Lisp, and what a program with Lisp in it is linked from.",
    fields = {
        "architecture": "string: what it is for, in Lambda's words: `x86_64` or `arm64`.",
        "core": "File: the core `sbcl` starts with.",
        "files": "depset of File: all that a run of `runtime` needs.",
        "modules": "File: a folder with the contributed modules, for `(require ...)`.",
        "object": "File: the runtime as an object, to link with.",
        "runtime": "File: the program `sbcl`.",
    },
)
