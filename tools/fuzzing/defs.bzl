"""`cc_fuzz_test`: a fuzzer that is also an ordinary test.

As a test it runs each file of the corpus, every prefix of it, and a fixed number of seeded
mutations. With `--config=fuzz` the same target is libFuzzer, which begins from the corpus:
`bazel run --config=fuzz //tests/fuzz:response_head_fuzz -- -max_total_time=60`. What it finds goes
to a new folder that it names, or to the first folder after the options.
"""

load("@rules_cc//cc:defs.bzl", "cc_test")
load("//tools/sanitizers:defs.bzl", "sanitized_tests")

def cc_fuzz_test(
        name,
        srcs,
        corpus,
        deps = [],
        max_len = 65536,
        sanitizers = [],
        tags = [],
        **kwargs):
    """Makes the test `name`.

    Args:
      name: of the test.
      srcs: define `extern "C" int LLVMFuzzerTestOneInput(const uint8_t*, size_t)`.
      corpus: files, one input each; at least one.
      deps: of the sources.
      max_len: bytes of the longest mutated input.
      sanitizers: of asan, ubsan and tsan, which run it once more as `NAME_asan` and so on.
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
            "//tools/fuzzing:is_fuzzer": ["-max_len={}".format(max_len)] +
                                         ["--seed=$(rootpath {})".format(file) for file in corpus],
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
            "//tools/fuzzing:is_fuzzer": ["//tools/fuzzing:seeds"],
            "//conditions:default": ["//tools/fuzzing:replay_main"],
        }),
        **kwargs
    )
    sanitized_tests(
        size = "small",
        args = ["--max_len={}".format(max_len)] +
               ["{}/{}".format(native.package_name(), file) for file in corpus],
        sanitizers = sanitizers,
        test = ":" + name,
    )

def _fuzz_transition_impl(_settings, _attr):
    return {"//command_line_option:platforms": "//third_party/platforms:x86_64_fuzz"}

_fuzz_transition = transition(
    implementation = _fuzz_transition_impl,
    inputs = [],
    outputs = ["//command_line_option:platforms"],
)

def _fuzzer_impl(ctx):
    program = ctx.actions.declare_file(ctx.label.name)
    test = ctx.attr.test[0][DefaultInfo]
    ctx.actions.symlink(
        output = program,
        target_file = test.files_to_run.executable,
        is_executable = True,
    )
    return [DefaultInfo(
        executable = program,
        runfiles = ctx.runfiles().merge(test.default_runfiles),
    )]

fuzzer = rule(
    implementation = _fuzzer_impl,
    doc = "A cc_fuzz_test as libFuzzer, whatever the configuration is: what `--config=fuzz` builds.",
    attrs = {
        "test": attr.label(cfg = _fuzz_transition, executable = True, mandatory = True),
        "_allowlist_function_transition": attr.label(
            default = "@bazel_tools//tools/allowlists/function_transition_allowlist",
        ),
    },
    executable = True,
)
