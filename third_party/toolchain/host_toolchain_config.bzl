"""The root's own compiler, for tests under a sanitizer or a fuzzer. Nothing that ships sees it."""

load("@bazel_tools//tools/build_defs/cc:action_names.bzl", "ACTION_NAMES")
load(
    "@bazel_tools//tools/cpp:cc_toolchain_config_lib.bzl",
    "action_config",
    "feature",
    "tool",
)
load(
    ":features.bzl",
    "ARCHIVE",
    "COMPILE",
    "CPP_COMPILE",
    "C_COMPILE",
    "LINK",
    "flags_feature",
    "input_features",
    "strict_features",
)

_COMPILE_FLAGS = [
    "-O1",
    "-g1",
    "-Wall",
]

_FRAMES = ["-fno-omit-frame-pointer"]

# g++ takes a std::expected for an uninitialized one where a sanitizer is on.
_GCC_FLAGS = ["-Wno-maybe-uninitialized"]

# Guesses of g++'s optimiser, which instrumented code leads astray: told, but no errors.
_GUESSES = ["-Wno-error=" + guess for guess in [
    "array-bounds",
    "dangling-reference",
    "free-nonheap-object",
    "null-dereference",
    "stringop-overflow",
    "stringop-overread",
]]

def _host_toolchain_config_impl(ctx):
    paths = {action: ctx.attr.c_compiler for action in C_COMPILE}
    paths.update({action: ctx.attr.cpp_compiler for action in CPP_COMPILE + LINK})
    paths.update({action: "/usr/bin/ar" for action in ARCHIVE})
    paths[ACTION_NAMES.strip] = "/usr/bin/strip"
    is_gcc = ctx.attr.c_compiler.endswith("gcc")
    features = [
        feature(name = "opt"),
        feature(name = "fastbuild"),
        feature(name = "dbg"),
        feature(name = "no_legacy_features"),
        flags_feature("default_flags", [
            (COMPILE, _COMPILE_FLAGS),
            (COMPILE, (_GCC_FLAGS if is_gcc else []) + _FRAMES + ctx.attr.sanitize),
            (CPP_COMPILE, ["-std=c++23"]),
            (LINK, ctx.attr.sanitize + ["-pthread"]),
        ]),
    ] + strict_features(_GUESSES if is_gcc else []) + input_features()
    return cc_common.create_cc_toolchain_config_info(
        ctx = ctx,
        toolchain_identifier = ctx.label.name,
        compiler = "host",
        target_cpu = "x86_64",
        target_libc = "host",
        target_system_name = "host",
        features = features,
        action_configs = [
            action_config(action_name = action, enabled = True, tools = [tool(path = path)])
            for action, path in paths.items()
        ],
        cxx_builtin_include_directories = ["/usr/include", "/usr/lib"],
    )

host_toolchain_config = rule(
    implementation = _host_toolchain_config_impl,
    doc = "Describes a compiler of the machine with one sanitizer switched on.",
    attrs = {
        "c_compiler": attr.string(mandatory = True),
        "cpp_compiler": attr.string(mandatory = True),
        "sanitize": attr.string_list(mandatory = True, doc = "Flags of both compile and link."),
    },
    provides = [CcToolchainConfigInfo],
)
