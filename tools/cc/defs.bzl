"""How a C++ file is built here: a header, its source, its test and its fuzzer are one unit.

    cc_unit(
        name = "url",
        sanitizers = ["asan"],
        deps = ["//core/errors"],
    )

is the library `url` of url.h and url.cpp, the test `url_test` of url_test.cpp with `url_test_asan`,
and the fuzzer `url_fuzz` of url_fuzz.cpp with its seeds in corpus/url: whichever files there are.
"""

load("@rules_cc//cc:defs.bzl", "cc_library", "cc_test")
load("//tools/fuzzing:defs.bzl", "cc_fuzz_test")
load("//tools/sanitizers:defs.bzl", "sanitized_tests", _SANITIZERS = "SANITIZERS")

_GTEST = "@com_google_googletest//:gtest_main"

# For `sanitizers`: all that there are.
SANITIZERS = _SANITIZERS

def cc_unit(
        name,
        deps = [],
        sanitizers = [],
        test_deps = [],
        test_data = [],
        test_env = {},
        fuzz_corpus = None,
        fuzz_deps = [],
        fuzz_max_len = 65536,
        fuzz_sanitizers = [],
        **kwargs):
    """Makes the library `name`, and `NAME_test` and `NAME_fuzz` where their files exist.

    Args:
      name: of the library, its header and its source.
      deps: of the library; its test and its fuzzer have them too.
      sanitizers: which of SANITIZERS run the test once more.
      test_deps: of the test alone. GoogleTest's main comes by itself.
      test_data: files that the test reads, and programs that it starts.
      test_env: variables of the test, as of cc_test.
      fuzz_corpus: the fuzzer's seeds, where they are not corpus/NAME/*.
      fuzz_deps: of the fuzzer alone.
      fuzz_max_len: bytes of the fuzzer's longest input.
      fuzz_sanitizers: which of SANITIZERS run the fuzzer's test once more.
      **kwargs: passed to cc_library.
    """
    cc_library(
        name = name,
        srcs = native.glob([name + ".cpp"], allow_empty = True),
        hdrs = [name + ".h"],
        deps = deps,
        **kwargs
    )
    if native.glob([name + "_test.cpp"], allow_empty = True):
        unit_test(
            name = name + "_test",
            data = test_data,
            env = test_env,
            sanitizers = sanitizers,
            deps = _union([":" + name], deps, test_deps),
        )
    elif test_deps or test_data or sanitizers:
        fail("cc_unit {n}: test_deps, test_data and sanitizers are the test's, and there is no {n}_test.cpp.".format(n = name))
    if native.glob([name + "_fuzz.cpp"], allow_empty = True):
        cc_fuzz_test(
            name = name + "_fuzz",
            srcs = [name + "_fuzz.cpp"],
            corpus = fuzz_corpus or native.glob(["corpus/{}/*".format(name)], allow_empty = True),
            max_len = fuzz_max_len,
            sanitizers = fuzz_sanitizers,
            deps = _union([":" + name], deps, fuzz_deps),
        )
    elif fuzz_sanitizers:
        fail("cc_unit {n}: fuzz_sanitizers are the fuzzer's, and there is no {n}_fuzz.cpp.".format(n = name))

def unit_test(name, srcs = None, deps = [], sanitizers = [], **kwargs):
    """Makes the GoogleTest `name` of NAME.cpp, and `NAME_asan` and so on.

    Args:
      name: of the test.
      srcs: other sources than NAME.cpp.
      deps: of the sources, but GoogleTest's main.
      sanitizers: which of SANITIZERS run it once more.
      **kwargs: passed to cc_test.
    """
    cc_test(
        name = name,
        srcs = srcs or [name + ".cpp"],
        deps = _union(deps, [_GTEST]),
        **kwargs
    )
    if sanitizers:
        sanitized_tests(test = ":" + name, sanitizers = sanitizers)

def _union(*lists):
    return {label: None for labels in lists for label in labels}.keys()
