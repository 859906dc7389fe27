"""One registered toolchain from zig's wheel."""

load("@rules_cc//cc:defs.bzl", "cc_toolchain")
load(":zig_toolchain_config.bzl", "zig_toolchain_config")

def zig_toolchain(name, target, cpu, libc, link_flags = []):
    """Makes `name`, a toolchain to register.

    Args:
      name: of the toolchain.
      target: as zig writes it.
      cpu: a value of @platforms//cpu.
      libc: a value of //third_party/platforms:libc.
      link_flags: added to each link.
    """
    zig_toolchain_config(
        name = name + "_config",
        cache = "external/zig_sdk/cache",
        cpu = cpu,
        link_flags = link_flags,
        target = target,
        zig = "@zig_sdk//:ziglang/zig",
    )
    cc_toolchain(
        name = name + "_cc",
        all_files = "@zig_sdk//:all_files",
        ar_files = "@zig_sdk//:all_files",
        as_files = "@zig_sdk//:all_files",
        compiler_files = "@zig_sdk//:all_files",
        dwp_files = "@zig_sdk//:all_files",
        linker_files = "@zig_sdk//:all_files",
        module_map = "//third_party/toolchain:system_headers",
        objcopy_files = "@zig_sdk//:all_files",
        strip_files = "@zig_sdk//:all_files",
        supports_param_files = False,  # A file of arguments would swallow the verb.
        toolchain_config = ":" + name + "_config",
        toolchain_identifier = name + "_config",
    )
    native.toolchain(
        name = name,
        exec_compatible_with = [
            "@platforms//os:linux",
            "@platforms//cpu:x86_64",
        ],
        target_compatible_with = [
            "@platforms//os:linux",
            "@platforms//cpu:" + cpu,
            "//third_party/platforms:" + libc,
            "//third_party/platforms:none",
        ],
        toolchain = ":" + name + "_cc",
        toolchain_type = "@bazel_tools//tools/cpp:toolchain_type",
    )
