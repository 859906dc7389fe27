"""Holds a target's checks to the table, and writes it where the test of `deploy`'s checks reads it."""

load("//images/private:assertions.bzl", "begin", "end", "expect", "pure_tests")
load(":shared_cases.bzl", "CASES", "LIMITS", "RESERVED", "TARGET_CHECKS")

def _targets_impl(_ctx):
    record = begin()
    for kind, cases in CASES.items():
        for value, taken_by in cases.items():
            problem = TARGET_CHECKS[kind](value)
            expect(
                record,
                (problem == None) == (taken_by == "both"),
                "{} {}: {}, but the table says {}".format(kind, repr(value), problem or "taken", taken_by),
            )
    return end(record)

def _shared_cases_file_impl(ctx):
    table = ctx.actions.declare_file(ctx.label.name + ".json")
    ctx.actions.write(table, json.encode_indent({
        "cases": CASES,
        "limits": LIMITS,
        "reserved": RESERVED,
    }) + "\n")
    return [DefaultInfo(files = depset([table]))]

shared_cases_file = rule(
    implementation = _shared_cases_file_impl,
    doc = "The table, as JSON: cases, limits and reserved variables.",
)

def shared_cases_test_suite(name):
    """Makes the tests of a target's checks under names that begin with `name`."""
    pure_tests(name, targets = _targets_impl)
