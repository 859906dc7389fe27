"""`sanitized_test`: an existing test, run under a sanitizer as part of the ordinary suite.

`bazel test --config=asan //...` does the same for everything at once.
"""

# All that there are.
SANITIZERS = ["asan", "ubsan", "tsan"]

def _sanitizer_transition_impl(_settings, attr):
    return {"//command_line_option:platforms": "//third_party/platforms:x86_64_" + attr.sanitizer}

_sanitizer_transition = transition(
    implementation = _sanitizer_transition_impl,
    inputs = [],
    outputs = ["//command_line_option:platforms"],
)

def _sanitized_test_impl(ctx):
    test = ctx.attr.test[0][DefaultInfo]
    executable = ctx.actions.declare_file(ctx.label.name)
    ctx.actions.symlink(
        output = executable,
        target_file = test.files_to_run.executable,
        is_executable = True,
    )
    providers = [DefaultInfo(
        executable = executable,
        runfiles = ctx.runfiles().merge(test.default_runfiles),
    )]
    if RunEnvironmentInfo in ctx.attr.test[0]:
        providers.append(ctx.attr.test[0][RunEnvironmentInfo])
    return providers

sanitized_test = rule(
    implementation = _sanitized_test_impl,
    doc = "Runs `test` as the root's own compiler instruments it; it fails on the first report.",
    attrs = {
        "sanitizer": attr.string(mandatory = True, values = SANITIZERS),
        "test": attr.label(mandatory = True, executable = True, cfg = _sanitizer_transition),
        "_allowlist_function_transition": attr.label(
            default = "@bazel_tools//tools/allowlists/function_transition_allowlist",
        ),
    },
    test = True,
)

def sanitized_tests(test, sanitizers = SANITIZERS, **kwargs):
    """Makes `<test>_asan`, `<test>_ubsan` and `<test>_tsan`.

    Args:
      test: label of a cc_test of the same package.
      sanitizers: which of them.
      **kwargs: passed to each, e.g. size.
    """
    for sanitizer in sanitizers:
        sanitized_test(
            name = "{}_{}".format(test.lstrip(":"), sanitizer),
            sanitizer = sanitizer,
            test = test,
            **kwargs
        )
