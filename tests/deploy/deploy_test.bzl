"""A test of the program `deploy`: what it deploys comes as data, and their places in variables."""

load("@rules_cc//cc:defs.bzl", "cc_test")

_FILES = {
    "CHANGED_DIGEST": "//handlers/cpp/echo:echo.digest",
    "CHANGED_IMAGE": "//handlers/cpp/echo:echo.image",
    "CHANGED_LAYER": "//handlers/cpp/echo:echo.layer",
    "CHANGED_ZIP": "//handlers/cpp/echo:echo.zip",
    "DEPLOY": "//deploy",
    "HELLO_DIGEST": "//handlers/cpp/hello:hello.digest",
    "HELLO_IMAGE": "//handlers/cpp/hello:hello.image",
    "HELLO_LAYER": "//handlers/cpp/hello:hello.layer",
    "HELLO_ZIP": "//handlers/cpp/hello:hello.zip",
}

def deploy_test(name, deps = [], data = [], env = {}, needs_functions = True, **kwargs):
    """A cc_test with what //tests/deploy:cloud and :function_files look for, in a private machine.

    Args:
      name: of the test; its source is NAME.cpp.
      deps: what the source includes, but for these two and GoogleTest.
      data: more files.
      env: more variables.
      needs_functions: False where the test makes what it deploys, and needs the program alone.
      **kwargs: as cc_test takes them.
    """
    files = _FILES if needs_functions else {"DEPLOY": _FILES["DEPLOY"]}
    places = {variable: "$(rlocationpaths {})".format(label) for variable, label in files.items()}
    cc_test(
        name = name,
        srcs = [name + ".cpp"],
        data = files.values() + data,
        env = places | env,
        tags = ["no-sandbox"],
        deps = deps + [
            ":cloud",
            ":function_files",
            "//tests/peers:private_main",
            "@com_google_googletest//:gtest",
        ],
        **kwargs
    )
