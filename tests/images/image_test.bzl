"""A test of hello's image: its files come as data, and their places in the environment."""

load("@rules_cc//cc:defs.bzl", "cc_test")

_FILES = {
    "HELLO_DIGEST": "//handlers/cpp/hello:hello.digest",
    "HELLO_IMAGE": "//handlers/cpp/hello:hello.image",
    "HELLO_TAR": "//handlers/cpp/hello:hello.tar",
    "HELLO_ZIP": "//handlers/cpp/hello:hello.zip",
}

_AWS_EMULATORS = [
    "//third_party/peers:aws_emulator_arm64",
    "//third_party/peers:aws_emulator_x86_64",
]

def image_test(name, deps, tags = [], data = [], env = {}, **kwargs):
    """A cc_test with the data that //tests/images:functions_under_test looks for.

    Args:
      name: of the test; its source is NAME.cpp.
      deps: what the source includes, but for functions_under_test and GoogleTest.
      tags: of the test; with no-sandbox it runs in a private machine.
      data: more files.
      env: more variables.
      **kwargs: as cc_test takes them.
    """
    main = "//tests/peers:private_main" if "no-sandbox" in tags else "@com_google_googletest//:gtest_main"
    places = {variable: "$(rlocationpaths {})".format(label) for variable, label in _FILES.items()}
    places["AWS_EMULATORS"] = " ".join(["$(rlocationpath {})".format(label) for label in _AWS_EMULATORS])
    places.update(env)
    cc_test(
        name = name,
        srcs = [name + ".cpp"],
        data = _FILES.values() + _AWS_EMULATORS + data,
        env = places,
        tags = tags,
        deps = deps + [
            ":functions_under_test",
            "@com_google_googletest//:gtest",
            main,
        ],
        **kwargs
    )
