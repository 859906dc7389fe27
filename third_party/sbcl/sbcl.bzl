"""Builds SBCL once, from source, with the toolchain of the target platform."""

load("@bazel_tools//tools/build_defs/cc:action_names.bzl", "C_COMPILE_ACTION_NAME")
load("@rules_cc//cc:find_cc_toolchain.bzl", "find_cc_toolchain", "use_cc_toolchain")
load("//third_party/host:host_tools.bzl", "HOST_PATH")
load(":sbcl_info.bzl", "SbclInfo")

def _declare_outputs(ctx):
    return {
        "core": ctx.actions.declare_file("sbcl.core"),
        "log": ctx.actions.declare_file("sbcl.log"),
        "modules": ctx.actions.declare_directory("home/contrib"),
        "object": ctx.actions.declare_file("sbcl.o"),
        "runtime": ctx.actions.declare_file("sbcl"),
    }

def _build(ctx, architecture, outputs):
    compiler = find_cc_toolchain(ctx)
    zig = cc_common.get_tool_for_action(
        action_name = C_COMPILE_ACTION_NAME,
        feature_configuration = cc_common.configure_features(ctx = ctx, cc_toolchain = compiler),
    )
    arguments = ctx.actions.args()
    arguments.add("build")
    arguments.add("--architecture=" + architecture)
    arguments.add("--version=" + ctx.attr.version)
    arguments.add(ctx.file.make, format = "--source=%s")
    arguments.add(ctx.executable._target_program, format = "--target-program=%s")
    arguments.add_all(
        [zig, "cc", "-target", compiler.target_gnu_system_name, "-fno-sanitize=undefined"],
        format_each = "--compiler=%s",
    )
    arguments.add_all([zig, "ld.lld"], format_each = "--linker=%s")
    for name in ["core", "log", "object", "runtime"]:
        arguments.add(outputs[name], format = "--{}=%s".format(name))
    arguments.add_all([outputs["modules"]], format_each = "--modules=%s", expand_directories = False)
    ctx.actions.run(
        executable = ctx.executable._build_sbcl,
        arguments = [arguments],
        env = {"PATH": HOST_PATH},  # Of sh, make and the sbcl that compiles.
        inputs = depset(
            ctx.files.source + ctx.files._host_tools,
            transitive = [compiler.all_files],
        ),
        tools = [ctx.executable._target_program],
        outputs = outputs.values(),
        mnemonic = "SbclBuild",
        progress_message = "Building SBCL {} for {}, once (minutes)".format(ctx.attr.version, architecture),
    )

def _sbcl_impl(ctx):
    arm64 = ctx.attr._arm64[platform_common.ConstraintValueInfo]
    architecture = "arm64" if ctx.target_platform_has_constraint(arm64) else "x86_64"
    outputs = _declare_outputs(ctx)
    _build(ctx, architecture, outputs)
    return [
        DefaultInfo(files = depset([outputs["runtime"], outputs["core"], outputs["modules"]])),
        OutputGroupInfo(log = depset([outputs["log"]]), object = depset([outputs["object"]])),
        SbclInfo(
            architecture = architecture,
            core = outputs["core"],
            files = depset([outputs["runtime"], outputs["core"], outputs["modules"]]),
            modules = outputs["modules"],
            object = outputs["object"],
            runtime = outputs["runtime"],
        ),
    ]

sbcl = rule(
    implementation = _sbcl_impl,
    doc = "SBCL for the target platform. Needs an `sbcl` of any version on the machine, to start from.",
    attrs = {
        "make": attr.label(allow_single_file = True, mandatory = True, doc = "make.sh in the source."),
        "source": attr.label(allow_files = True, mandatory = True, doc = "All of the source."),
        "version": attr.string(mandatory = True, doc = "The source's version."),
        "_arm64": attr.label(default = "@platforms//cpu:aarch64"),
        "_build_sbcl": attr.label(
            default = "//images/tools/lisp:build_sbcl",
            executable = True,
            cfg = "exec",
        ),
        "_host_tools": attr.label(default = "@lambda_host_tools//:sbcl"),
        "_target_program": attr.label(
            default = "//images/tools/lisp:target_program",
            executable = True,
            cfg = "exec",
        ),
    },
    provides = [SbclInfo],
    fragments = ["cpp"],
    toolchains = use_cc_toolchain(),
)
