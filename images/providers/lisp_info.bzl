"""Compiled Lisp."""

LispInfo = provider(
    doc = "A compiled Lisp library and all it needs, for one processor.",
    fields = {
        "fasl": "File: the library itself, compiled. Never None.",
        "fasls": "depset of File, postorder: what it needs, then itself; to be loaded in this order.",
        "modules": "depset of string, postorder: SBCL's own modules to `(require ...)` first.",
        "systems": "depset of string: names of the ASDF systems that `fasls` hold.",
    },
)
