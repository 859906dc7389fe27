"""What `lambda_function` refuses by its arguments, and that the message says what to write."""

load("//core/lambda:quotas.bzl", "ENVIRONMENT_BYTES_MAX")
load("//images/function:runfile.bzl", "path_below")
load(":assertions.bzl", "begin", "end", "expect", "expect_equal", "expect_refused", "pure_tests")
load(":checks.bzl", "ATTRIBUTES", "RESERVED_VARIABLES", "check_architectures", "check_attributes", "check_environment", "check_handler", "check_image_settings", "check_labels", "check_libc", "check_limits", "check_name", "check_packages", "check_place", "check_program", "check_types", "check_user")
load(":placing.bzl", "path_in_package")

def _names_impl(_ctx):
    record = begin()
    for good in ["hello", "a", "7", "my-function_2", "a__b", "a--b", "x" * 64]:
        expect_equal(record, None, check_name(good))
    for bad in ["", "Hello", "-a", "a-", "_a", "a_", "a b", "a/b", "a.b", "a-_b", "a_-b", "a___b", "x" * 65]:
        expect_refused(record, check_name(bad), "lower-case")
    return end(record)

def _architectures_impl(_ctx):
    record = begin()
    for good in [["x86_64"], ["arm64"], ["arm64", "x86_64"]]:
        expect_equal(record, None, check_architectures(good))
    expect_refused(record, check_architectures([]), "[\"x86_64\"]")
    expect_refused(record, check_architectures("x86_64"), "list")
    for spelling, meant in {"aarch64": "arm64", "amd64": "x86_64", "arm": "arm64", "x86": "x86_64", "x86-64": "x86_64"}.items():
        expect_refused(record, check_architectures([spelling]), "Write \"{}\"".format(meant))
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
    expect_refused(record, check_image_settings(["zip"], None, {}, "1"), "user is for images")
    return end(record)

def _programs_impl(_ctx):
    record = begin()
    expect_equal(record, None, check_program(":a", None))
    expect_equal(record, None, check_program(None, ":a"))
    expect_refused(record, check_program(":a", ":b"), "one program")
    expect_refused(record, check_program(None, None), "bootstrap = ")
    expect_equal(record, None, check_handler(""))
    expect_equal(record, None, check_handler("app.main::x"))
    expect_equal(record, None, check_handler("x" * 128))
    for space in [" ", "\t", "\n", "\r"]:
        expect_refused(record, check_handler("a{}b".format(space)), "space")
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
    expect_equal(record, None, check_environment({"AB": "b=c", "x_1": "", "LAMBDA_X": "\"", "AWS_LAMBDA_EXEC_WRAPPER": "/x"}))
    expect_refused(record, check_environment({"": "x"}), "not a valid name of a variable")
    for bad in ["A", "1A", "_x1", "-A"]:
        expect_refused(record, check_environment({bad: "x"}), "a letter first")
    for bad in ["A B", "A=B", "A-B", "A.B", "AB\t"]:
        expect_refused(record, check_environment({bad: "x"}), "letters, digits")
    for reserved in RESERVED_VARIABLES:
        expect_refused(record, check_environment({reserved: "x"}), "Lambda sets itself")
    for value in ["x\ny", "x\r"]:
        expect_refused(record, check_environment({"AB": value}), "line end")
    expect_refused(record, check_environment({"AB": 1}), "Write \"AB\": \"1\"")
    expect_refused(record, check_environment({1: "x"}), "a variable is a text")
    return end(record)

# {"AB":"x…"} has eight bytes beside the value; a quote has two in it.
def _environment_sizes_impl(_ctx):
    record = begin()
    most = ENVIRONMENT_BYTES_MAX - len("{\"AB\":\"\"}")
    expect_equal(record, None, check_environment({"AB": "x" * most}))
    expect_refused(record, check_environment({"AB": "x" * (most + 1)}), "4097 bytes as JSON; Lambda takes 4096")
    expect_equal(record, None, check_environment({"AB": "\"" * (most // 2)}))
    expect_refused(record, check_environment({"AB": "\"" * (most // 2 + 1)}), "4096")
    return end(record)

def _others_impl(_ctx):
    record = begin()
    expect_equal(record, None, check_labels({"team": "x", "org.opencontainers.image.source": "y"}))
    expect_refused(record, check_labels({"lambda.base": "x"}), "set for you")
    expect_refused(record, check_labels({"org.opencontainers.image.base.name": "x"}), "set for you")
    expect_refused(record, check_labels({"a=b": "x"}), "Leave out")
    expect_equal(record, None, check_user("1000:1000"))
    expect_refused(record, check_user("root; true"), "1000")
    for bad in ["", "a b", "a=b"]:
        expect_refused(record, check_labels({bad: "x"}), "Leave out")
    expect_refused(record, check_labels({"team": 7}), "Write \"team\": \"7\"")
    expect_equal(record, None, check_limits(None, None))
    expect_equal(record, None, check_limits(1, 128))
    expect_equal(record, None, check_limits(1800, 32768))
    expect_refused(record, check_limits(0, None), "Write 1 to 1800 seconds")
    expect_refused(record, check_limits(1801, None), "1801")
    expect_refused(record, check_limits(None, 127), "Write 128 to 32768 megabytes")
    expect_refused(record, check_limits(None, 32769), "32769")
    return end(record)

def _types_impl(_ctx):
    record = begin()
    expect_equal(record, None, check_types({"env": {}, "folders": [], "handler": "", "memory": None, "name": "a", "timeout": 3}))
    expect_equal(record, None, check_types({"srcs": select({"//conditions:default": []})}))
    expect_refused(record, check_types({"memory": "256"}), "Leave the quotes out: memory = 256.")
    expect_refused(record, check_types({"timeout": "3s"}), "timeout = 30")
    expect_refused(record, check_types({"timeout": True}), "bool")
    expect_refused(record, check_types({"env": ["A=1"]}), "env = {\"NAME\": \"VALUE\"}")
    expect_refused(record, check_types({"files": ["a"]}), "files = {")
    expect_refused(record, check_types({"folders": "templates"}), "folders = [\"templates\"]")
    expect_refused(record, check_types({"srcs": "a.txt"}), "srcs = [")
    expect_refused(record, check_types({"user": 1000}), "user = \"1000\"")
    expect_refused(record, check_types({"labels": None}), "labels = {")
    expect_refused(record, check_types({"handler": None}), "handler = ")
    expect_refused(record, check_types({"env": select({"//conditions:default": {}})}), "select()")
    return end(record)

def _attributes_impl(_ctx):
    record = begin()
    expect_equal(record, None, check_attributes({}))
    for name, meant in {
        "architecture": "architectures",
        "data": "srcs",
        "enviroment": "env",
        "environment": "env",
        "folder": "folders",
        "handlr": "handler",
        "layers": "layer",
        "memory_mb": "memory",
        "src": "srcs",
        "timeout_seconds": "timeout",
    }.items():
        expect_refused(record, check_attributes({name: 1}), "no attribute {}. Did you mean {}?".format(name, meant))
    expect_refused(record, check_attributes({"description": "x"}), ", ".join(ATTRIBUTES))
    return end(record)

def _paths_impl(_ctx):
    record = begin()
    expect_equal(record, "a/b/c", path_below("a/b", "c"))
    expect_equal(record, "c", path_below("", "c"))
    expect_equal(record, "c/d", path_in_package("a/b/c/d", "a/b"))
    expect_equal(record, "a/bc", path_in_package("a/bc", "a/b"))
    expect_equal(record, "a/c", path_in_package("a/c", ""))
    expect_equal(record, "c", path_in_package("../repository/a/b/c", "a/b"))
    expect_equal(record, "c", path_in_package("../repository/c", ""))
    return end(record)

def _places_impl(_ctx):
    record = begin()
    for good in ["a", "a/b", "models/", "a..b"]:
        expect_equal(record, None, check_place(good))
    expect_refused(record, check_place("/etc/x"), "absolute")
    for bad in ["", "../a", "a/../b", "a//b", "./a", "/"]:
        expect(record, check_place(bad) != None, bad)
    for character in ["\t", "\n", "\r", "\1", "\177"]:
        expect_refused(record, check_place("a{}b".format(character)), "control")
    return end(record)

def checks_test_suite(name):
    """Makes the tests of checks.bzl under names that begin with `name`."""
    pure_tests(
        name,
        architectures = _architectures_impl,
        attributes = _attributes_impl,
        environment_sizes = _environment_sizes_impl,
        environments = _environments_impl,
        libcs = _libcs_impl,
        names = _names_impl,
        others = _others_impl,
        packages = _packages_impl,
        paths = _paths_impl,
        programs = _programs_impl,
        places = _places_impl,
        types = _types_impl,
    )
