"""What `lambda_function` refuses by its arguments, and that the message says what to write."""

load(":assertions.bzl", "begin", "end", "expect", "expect_equal", "expect_refused", "pure_tests")
load(":checks.bzl", "check_architectures", "check_environment", "check_handler", "check_image_settings", "check_labels", "check_libc", "check_limits", "check_name", "check_packages", "check_place", "check_program", "check_user")

def _names_impl(_ctx):
    record = begin()
    for good in ["hello", "a", "my-function_2", "a.b", "a__b", "a--b"]:
        expect_equal(record, None, check_name(good))
    for bad in ["", "Hello", "-a", "a-", "a b", "a/b", "a..b", "a._b", "a___b", "x" * 65]:
        expect_refused(record, check_name(bad), "lower-case")
    return end(record)

def _architectures_impl(_ctx):
    record = begin()
    for good in [["x86_64"], ["arm64"], ["arm64", "x86_64"]]:
        expect_equal(record, None, check_architectures(good))
    expect_refused(record, check_architectures([]), "[\"x86_64\"]")
    expect_refused(record, check_architectures("x86_64"), "list")
    expect_refused(record, check_architectures(["aarch64"]), "Write \"arm64\"")
    expect_refused(record, check_architectures(["amd64"]), "Write \"x86_64\"")
    expect_refused(record, check_architectures(["riscv64"]), "\"x86_64\" or \"arm64\"")
    expect_refused(record, check_architectures(["arm64", "arm64"]), "twice")
    return end(record)

def _packages_impl(_ctx):
    record = begin()
    for good in [["image"], ["zip"], ["image", "zip"]]:
        expect_equal(record, None, check_packages(good, is_on_layer = False))
    expect_equal(record, None, check_packages(["zip"], is_on_layer = True))
    expect_refused(record, check_packages([], is_on_layer = False), "[\"image\"]")
    expect_refused(record, check_packages("zip", is_on_layer = False), "list")
    expect_refused(record, check_packages(["tar"], is_on_layer = False), "\"tar\"")
    expect_refused(record, check_packages(["image", "zip"], is_on_layer = True), "takes no layer")
    expect_equal(record, None, check_image_settings(["image"], ":b", {"a": "b"}, "1"))
    expect_equal(record, None, check_image_settings(["zip"], None, {}, ""))
    expect_refused(record, check_image_settings(["zip"], ":b", {}, ""), "base is for images")
    expect_refused(record, check_image_settings(["zip"], None, {"a": "b"}, ""), "labels is for images")
    return end(record)

def _programs_impl(_ctx):
    record = begin()
    expect_equal(record, None, check_program(":a", None))
    expect_equal(record, None, check_program(None, ":a"))
    expect_refused(record, check_program(":a", ":b"), "one program")
    expect_refused(record, check_program(None, None), "bootstrap = ")
    expect_equal(record, None, check_handler(""))
    expect_equal(record, None, check_handler("app.main::x"))
    expect_refused(record, check_handler("a b"), "space")
    expect_refused(record, check_handler("--x"), "option")
    expect_refused(record, check_handler("x" * 129), "128")
    return end(record)

def _libcs_impl(_ctx):
    record = begin()
    expect_equal(record, None, check_libc("musl"))
    expect_equal(record, None, check_libc("glibc"))
    expect_refused(record, check_libc("uclibc"), "\"musl\"")
    return end(record)

def _environments_impl(_ctx):
    record = begin()
    expect_equal(record, None, check_environment({"A": "b=c", "_x1": ""}))
    expect_refused(record, check_environment({"": "x"}), "no variable's name")
    expect_refused(record, check_environment({"1A": "x"}), "letter")
    expect_refused(record, check_environment({"A B": "x"}), "letters, digits")
    expect_refused(record, check_environment({"A=B": "x"}), "letters, digits")
    expect_refused(record, check_environment({"AWS_REGION": "x"}), "Lambda sets itself")
    expect_refused(record, check_environment({"_HANDLER": "x"}), "Lambda sets itself")
    expect_refused(record, check_environment({"A": "x\ny"}), "line end")
    expect_refused(record, check_environment({"A": "x" * 4096}), "4096")
    return end(record)

def _others_impl(_ctx):
    record = begin()
    expect_equal(record, None, check_labels({"team": "x", "org.opencontainers.image.source": "y"}))
    expect_refused(record, check_labels({"lambda.base": "x"}), "set for you")
    expect_refused(record, check_labels({"org.opencontainers.image.base.name": "x"}), "set for you")
    expect_refused(record, check_labels({"a=b": "x"}), "Leave out")
    expect_equal(record, None, check_user("1000:1000"))
    expect_refused(record, check_user("root; true"), "1000")
    expect_equal(record, None, check_limits(None, None))
    expect_equal(record, None, check_limits(900, 10240))
    expect_refused(record, check_limits(901, None), "900")
    expect_refused(record, check_limits(0, None), "900")
    expect_refused(record, check_limits(None, 127), "10240")
    expect_refused(record, check_limits("3", None), "900")
    return end(record)

def _places_impl(_ctx):
    record = begin()
    for good in ["a", "a/b", "models/", "a..b"]:
        expect_equal(record, None, check_place(good))
    expect_refused(record, check_place("/etc/x"), "absolute")
    for bad in ["", "../a", "a/../b", "a//b", "./a", "/"]:
        expect(record, check_place(bad) != None, bad)
    expect_refused(record, check_place("a\tb"), "control")
    return end(record)

def checks_test_suite(name):
    """Makes the tests of checks.bzl under names that begin with `name`."""
    pure_tests(
        name,
        architectures = _architectures_impl,
        environments = _environments_impl,
        libcs = _libcs_impl,
        names = _names_impl,
        others = _others_impl,
        packages = _packages_impl,
        programs = _programs_impl,
        places = _places_impl,
    )
