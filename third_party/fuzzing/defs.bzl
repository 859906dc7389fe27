load("//tools/fuzzing:defs.bzl", _f = "cc_fuzz_test")
cc_fuzz_test = _f
