load("//tools/sanitizers:defs.bzl", _f = "sanitized_test")
sanitized_test = _f
