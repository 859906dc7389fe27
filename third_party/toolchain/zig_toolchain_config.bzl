"""clang, lld and ar out of zig's wheel, as one toolchain per processor and libc.

zig is called as it is, without wrapper scripts: its verb (`c++`, `cc`, `ar`) is the first flag.
"""

load("@bazel_tools//tools/build_defs/cc:action_names.bzl", "ACTION_NAMES")
load(
    "@bazel_tools//tools/cpp:cc_toolchain_config_lib.bzl",
    "action_config",
    "env_entry",
    "env_set",
    "feature",
    "flag_group",
    "flag_set",
    "tool",
    "with_feature_set",
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
    "layering_features",
    "strict_features",
)

_LIB = "external/zig_sdk/ziglang/lib"

# Equal bytes on every machine: no clock, no folder of the build in the output. zig would turn
# undefined behaviour into traps in what it takes for a debug build, hence the -fno-sanitize.
_COMPILE_FLAGS = [
    "-fno-sanitize=undefined",
    "-Wall",
    "-Wno-builtin-macro-redefined",
    "-D__DATE__=\"redacted\"",
    "-D__TIME__=\"redacted\"",
    "-D__TIMESTAMP__=\"redacted\"",
    # zig turns this C++17 relic on; its std::unexpected() collides with C++23's class.
    "-U_LIBCPP_ENABLE_CXX17_REMOVED_UNEXPECTED_FUNCTIONS",
    "-no-canonical-prefixes",
    "-ffile-compilation-dir=.",
    "-ffunction-sections",
    "-fdata-sections",
    "-fno-omit-frame-pointer",  # Crash reports walk the frames.
    "-O2",
    "-DNDEBUG",
]

# For our own code.
_WARNINGS = [
    "-Wcomma",  # An operator where a list was meant.
    "-Wconditional-uninitialized",
    "-Wconversion",  # A number that may not fit where it is put.
    "-Wimplicit-fallthrough",
    "-Wno-sign-conversion",  # Of the numbers that fit, those that tests write down.
    "-Wnon-virtual-dtor",
    "-Wunreachable-code",
]

def _flags(actions, flags, **conditions):
    """A flag set of `flags`, for the modes that `conditions` (of with_feature_set) name."""
    return flag_set(
        actions = actions,
        flag_groups = [flag_group(flags = flags)],
        with_features = [with_feature_set(**conditions)] if conditions else [],
    )

def _mode_features():
    return [
        feature(name = "opt"),
        feature(name = "fastbuild"),
        feature(name = "dbg"),
        feature(name = "no_legacy_features"),
        # -c dbg: asserts, variables, nothing optimised away. Else lines only, which what ships
        # leaves behind in a file of its own. A `-g0` anywhere before would win over any `-g`.
        feature(name = "debug_flags", enabled = True, flag_sets = [
            _flags(COMPILE, ["-O0", "-g", "-UNDEBUG"], features = ["dbg"]),
            _flags(COMPILE, ["-gline-tables-only"], not_features = ["dbg"]),
        ]),
        # Programs keep their symbols, for whoever ships them to put aside; tests and the programs
        # of the build (`--host_features=-symbols`) have no use for them.
        feature(name = "symbols", enabled = True),
        feature(name = "strip_flags", enabled = True, flag_sets = [
            _flags(LINK, ["-s"], not_features = ["dbg", "symbols"]),
            flag_set(
                actions = LINK,
                flag_groups = [flag_group(flags = ["-s"], expand_if_true = "is_cc_test")],
                with_features = [with_feature_set(features = ["symbols"], not_features = ["dbg"])],
            ),
        ]),
    ]

def _hardening_features(link_flags):
    """What makes an attack harder. `--features=-hardened` and `--features=-pie` tell what it costs.

    Args:
      link_flags: how the target links a program; `-static`, or nothing.
    """
    return [
        feature(name = "hardened", enabled = True, flag_sets = [
            flag_set(
                actions = COMPILE,
                flag_groups = [flag_group(flags = ["-fstack-protector-strong"])],
            ),
            flag_set(
                actions = CPP_COMPILE,
                # zig chooses `none`, or `debug`; `fast` has the checks that cost next to nothing.
                flag_groups = [flag_group(flags = [
                    "-U_LIBCPP_HARDENING_MODE",
                    "-D_LIBCPP_HARDENING_MODE=_LIBCPP_HARDENING_MODE_FAST",
                ])],
            ),
            flag_set(
                actions = LINK,
                flag_groups = [flag_group(flags = ["-Wl,-z,relro", "-Wl,-z,now"])],
            ),
        ]),
        feature(name = "pie", enabled = True, flag_sets = [
            flag_set(actions = COMPILE, flag_groups = [flag_group(flags = ["-fPIE"])]),
            flag_set(
                actions = [ACTION_NAMES.cpp_link_executable],
                flag_groups = [flag_group(flags = ["-pie"])],
            ),
        ]),
        feature(name = "program_flags", enabled = True, flag_sets = [flag_set(
            actions = [ACTION_NAMES.cpp_link_executable],
            flag_groups = [flag_group(flags = ["-Wl,--build-id=sha1"] + link_flags)],
        )]),
    ]

def _zig_toolchain_config_impl(ctx):
    target = ["-target", ctx.attr.target]
    zig = tool(tool = ctx.executable.zig)
    features = [
        flags_feature("zig_verb", [
            (CPP_COMPILE + LINK, ["c++"]),
            (C_COMPILE, ["cc"]),
            (ARCHIVE, ["ar"]),
            (COMPILE + LINK, target),
        ]),
        feature(name = "zig_cache", enabled = True, env_sets = [env_set(
            actions = COMPILE + LINK + ARCHIVE,
            env_entries = [
                env_entry(key = "ZIG_GLOBAL_CACHE_DIR", value = ctx.attr.cache),
                env_entry(key = "ZIG_LOCAL_CACHE_DIR", value = ctx.attr.cache),
                # Relative, so that no folder of this machine enters an output.
                env_entry(key = "ZIG_LIB_DIR", value = _LIB),
            ],
        )]),
        flags_feature("default_flags", [
            (COMPILE, _COMPILE_FLAGS),
            (CPP_COMPILE, ["-std=c++23"]),
            (LINK, ["-Wl,--gc-sections", "-O2"]),
        ]),
    ] + _hardening_features(ctx.attr.link_flags) + _mode_features()
    features += strict_features(_WARNINGS) + layering_features() + input_features()
    return cc_common.create_cc_toolchain_config_info(
        ctx = ctx,
        toolchain_identifier = ctx.label.name,
        compiler = "clang",
        target_cpu = ctx.attr.cpu,
        target_system_name = ctx.attr.target,
        target_libc = ctx.attr.target.split("-", 2)[2],
        features = features,
        action_configs = [
            action_config(action_name = action, enabled = True, tools = [zig])
            for action in COMPILE + LINK + ARCHIVE
        ] + [
            action_config(action_name = ACTION_NAMES.strip, enabled = True, tools = [zig]),
        ],
        cxx_builtin_include_directories = ["%workspace%/" + _LIB],
    )

zig_toolchain_config = rule(
    implementation = _zig_toolchain_config_impl,
    doc = "Describes zig's compiler for one target.",
    attrs = {
        "cache": attr.string(
            mandatory = True,
            doc = "Folder, from the execution root, that zig may write to.",
        ),
        "cpu": attr.string(mandatory = True),
        "link_flags": attr.string_list(),
        "target": attr.string(mandatory = True, doc = "As zig writes it, e.g. `x86_64-linux-musl`."),
        "zig": attr.label(
            executable = True,
            cfg = "exec",
            allow_single_file = True,
            mandatory = True,
        ),
    },
    provides = [CcToolchainConfigInfo],
)
