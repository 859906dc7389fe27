"""One registered toolchain of the machine's own compiler."""

load("@rules_cc//cc:defs.bzl", "cc_toolchain")
load(":host_toolchain_config.bzl", "host_toolchain_config")

def host_toolchain(name, sanitizer, c_compiler, cpp_compiler, version, sanitize):
    """Makes `name`, a toolchain to register.

    Args:
      name: of the toolchain.
      sanitizer: a value of //third_party/platforms:sanitizer.
      c_compiler: absolute path.
      cpp_compiler: absolute path.
      version: a file of @lambda_host_tools: with another compiler, all is compiled anew.
      sanitize: the compiler's flags for it.
    """
    host_toolchain_config(
        name = name + "_config",
        c_compiler = c_compiler,
        cpp_compiler = cpp_compiler,
        sanitize = sanitize,
    )
    native.filegroup(
        name = name + "_files",
        srcs = [version],
    )
    cc_toolchain(
        name = name + "_cc",
        all_files = name + "_files",
        ar_files = name + "_files",
        as_files = name + "_files",
        compiler_files = name + "_files",
        dwp_files = name + "_files",
        linker_files = name + "_files",
        objcopy_files = name + "_files",
        strip_files = name + "_files",
        supports_param_files = True,
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
            "@platforms//cpu:x86_64",
            "//third_party/platforms:" + sanitizer,
        ],
        toolchain = ":" + name + "_cc",
        toolchain_type = "@bazel_tools//tools/cpp:toolchain_type",
    )
