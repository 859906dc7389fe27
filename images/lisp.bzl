"""The name by which //:lisp.bzl went before December 2026."""

load("//:lisp.bzl", _lisp_bootstrap = "lisp_bootstrap", _lisp_bundle = "lisp_bundle", _lisp_library = "lisp_library")

lisp_library = _lisp_library
lisp_bundle = _lisp_bundle
lisp_bootstrap = _lisp_bootstrap
