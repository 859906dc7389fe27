"""The test that has a private machine: processes, mounts, addresses and binary formats of its own."""

load("@rules_cc//cc:defs.bzl", "cc_test")

def machine_test(name, deps = [], tags = [], **kwargs):
    """Makes the GoogleTest `name` of NAME.cpp. It needs root, and Linux 6.7 or newer.

    Args:
      name: of the test.
      deps: of the source, but GoogleTest and its main.
      tags: besides "no-sandbox".
      **kwargs: passed to cc_test.
    """
    cc_test(
        name = name,
        srcs = [name + ".cpp"],
        tags = tags + ["no-sandbox"],
        deps = deps + [
            "//tests/peers:private_main",
            "@com_google_googletest//:gtest",
        ],
        **kwargs
    )
