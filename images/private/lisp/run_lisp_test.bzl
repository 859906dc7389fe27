"""How texts and modules are written for Lisp."""

load("//images/private:assertions.bzl", "begin", "end", "expect_equal", "pure_tests")
load(":run_lisp.bzl", "MODULES", "lisp_string", "lisp_strings", "with_needed_modules")

def _texts_impl(_ctx):
    record = begin()
    expect_equal(record, "\"a b\"", lisp_string("a b"))
    expect_equal(record, "\"a\\\"b\\\\c\"", lisp_string("a\"b\\c"))
    expect_equal(record, "'(\"a\" \"b\")", lisp_strings(["a", "b"]))
    expect_equal(record, "'()", lisp_strings([]))
    return end(record)

# What a module needs stands before it, and each once.
def _modules_impl(_ctx):
    record = begin()
    for module, expected in {
        "asdf": ["asdf"],
        "sb-cover": ["sb-rotate-byte", "sb-md5", "sb-cover"],
        "sb-grovel": ["asdf", "sb-grovel"],
        "sb-md5": ["sb-rotate-byte", "sb-md5"],
        "sb-queue": ["sb-concurrency", "sb-queue"],
        "sb-simple-streams": ["sb-bsd-sockets", "sb-posix", "sb-simple-streams"],
    }.items():
        expect_equal(record, expected, with_needed_modules([module]))
    expect_equal(record, ["sb-rotate-byte", "sb-md5", "sb-cover"], with_needed_modules(["sb-md5", "sb-cover", "sb-md5"]))
    expect_equal(record, len(MODULES), len({one: None for one in with_needed_modules(MODULES)}))
    expect_equal(record, len(MODULES), len(with_needed_modules(MODULES)))
    return end(record)

def run_lisp_test_suite(name):
    """Makes the tests of run_lisp.bzl under names that begin with `name`."""
    pure_tests(name, modules = _modules_impl, texts = _texts_impl)
