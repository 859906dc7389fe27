"""`cc_fuzz_test`: a fuzzer that is also an ordinary test.

As a test it runs each file of the corpus, every prefix of it, and a fixed number of seeded
mutations. With `--config=fuzz` the same target is libFuzzer:
`bazel run --config=fuzz //runtime/http:response_head_fuzz -- -max_total_time=60 FOLDER`.
"""

load("@rules_cc//cc:defs.bzl", "cc_test")

def cc_fuzz_test(name, srcs, corpus, deps = [], max_len = 65536, tags = [], **kwargs):
    """Makes the test `name`.

    Args:
      name: of the test.
      srcs: define `extern "C" int LLVMFuzzerTestOneInput(const uint8_t*, size_t)`.
      corpus: files, one input each; at least one.
      deps: of the sources.
      max_len: bytes of the longest mutated input.
      tags: of the test.
      **kwargs: passed to cc_test.
    """
    if not corpus:
        fail(("cc_fuzz_test {}: the corpus is empty, so it would test nothing. Add at least one " +
              "file to it.").format(name))
    cc_test(
        name = name,
        size = kwargs.pop("size", "small"),
        srcs = srcs,
        args = select({
            "//tools/fuzzing:is_fuzzer": [],
            "//conditions:default": ["--max_len={}".format(max_len)] +
                                    ["$(rootpath {})".format(file) for file in corpus],
        }),
        data = corpus,
        linkopts = select({
            "//tools/fuzzing:is_fuzzer": ["-fsanitize=fuzzer"],
            "//conditions:default": [],
        }),
        tags = tags + ["fuzz"],
        deps = deps + select({
            "//tools/fuzzing:is_fuzzer": [],
            "//conditions:default": ["//tools/fuzzing:replay_main"],
        }),
        **kwargs
    )
