"""Tests of Starlark by Bazel's own analysis tests: no library, no script, nothing to register.

Source: Bazel documentation, `testing.analysis_test` and `AnalysisFailureInfo`.
"""

def begin():
    """A test's record of what went wrong."""
    return struct(problems = [])

def expect(record, is_right, message):
    """Notes `message` unless `is_right`."""
    if not is_right:
        record.problems.append(message)

def expect_equal(record, expected, actual):
    """Notes both values unless they are equal."""
    expect(record, expected == actual, "expected {}, found {}".format(repr(expected), repr(actual)))

def expect_refused(record, problem, word):
    """Notes it unless `problem` is a message with `word` in it."""
    expect(record, problem != None and word in problem, "expected a message with '{}', found {}".format(word, repr(problem)))

def end(record):
    """What an analysis test's implementation returns."""
    return [AnalysisTestResultInfo(
        success = not record.problems,
        message = "\n".join(record.problems),
    )]

_failures_allowed = analysis_test_transition(
    settings = {"//command_line_option:allow_analysis_failures": "true"},
)

def _refusal_impl(ctx):
    record = begin()
    target = ctx.attr.target[0]  # A list, as behind every transition.
    if AnalysisFailureInfo not in target:
        expect(record, False, "{} is not refused".format(target.label))
        return end(record)
    messages = [cause.message for cause in target[AnalysisFailureInfo].causes.to_list()]
    is_said = any([ctx.attr.word in message for message in messages])
    expect(record, is_said, "no '{}' in {}".format(ctx.attr.word, messages))
    return end(record)

def refusal_test(name, target, word):
    """Passes when the analysis of `target` fails with `word` in the message."""
    testing.analysis_test(
        name = name,
        implementation = _refusal_impl,
        attrs = {
            "target": attr.label(cfg = _failures_allowed),
            "word": attr.string(),
        },
        attr_values = {"target": target, "word": word},
    )

def pure_tests(name, **tests):
    """Makes `NAME_KEY` of each function in `tests`, which takes a context and returns what `end` gives."""
    for key, implementation in tests.items():
        testing.analysis_test(name = "{}_{}".format(name, key), implementation = implementation)
