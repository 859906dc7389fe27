"""OpenSSL's libssl and libcrypto, static, by its own build with the pinned compiler."""

load("@bazel_tools//tools/cpp:toolchain_utils.bzl", "find_cpp_toolchain", "use_cpp_toolchain")
load("@rules_cc//cc:defs.bzl", "CcInfo")
load("//third_party/host:host_tools.bzl", "HOST_PATH")

# As many processors as the make that it starts takes.
def _processors(_os, _inputs):
    return {"cpu": 2}

def _linking(ctx, toolchain, features, ssl, crypto):
    libraries = [
        cc_common.create_library_to_link(
            actions = ctx.actions,
            cc_toolchain = toolchain,
            feature_configuration = features,
            static_library = library,
        )
        for library in [ssl, crypto]
    ]
    return cc_common.create_linking_context(linker_inputs = depset([
        cc_common.create_linker_input(owner = ctx.label, libraries = depset(libraries)),
    ]))

def _openssl_libraries_impl(ctx):
    ssl = ctx.actions.declare_file("libssl.a")
    crypto = ctx.actions.declare_file("libcrypto.a")
    headers = ctx.actions.declare_directory("include")
    arguments = ctx.actions.args()
    arguments.add(ctx.file.configure.dirname)
    arguments.add(ctx.executable.zig)
    arguments.add(ctx.attr.target)
    arguments.add(ctx.attr.configuration)
    arguments.add_all([ssl, crypto])
    arguments.add_all([headers], expand_directories = False)
    arguments.add_all(ctx.attr.options)
    ctx.actions.run(
        outputs = [ssl, crypto, headers],
        inputs = depset(
            [ctx.file.configure] + ctx.files.srcs + ctx.files.compiler + ctx.files._host_tools,
        ),
        executable = ctx.executable._build,
        arguments = [arguments],
        tools = [ctx.executable.zig],
        mnemonic = "OpenSsl",
        progress_message = "Building OpenSSL (minutes, once)",
        resource_set = _processors,
        # The compiler's cache and library folder are not inputs one by one: see third_party/zig.
        execution_requirements = {"no-sandbox": "1"},
        env = {"PATH": HOST_PATH},  # Of perl, make and sh.
    )
    toolchain = find_cpp_toolchain(ctx)
    features = cc_common.configure_features(ctx = ctx, cc_toolchain = toolchain)
    compiling = cc_common.create_compilation_context(
        headers = depset([headers]),
        system_includes = depset([headers.path]),
    )
    return [
        DefaultInfo(files = depset([ssl, crypto])),
        CcInfo(
            compilation_context = compiling,
            linking_context = _linking(ctx, toolchain, features, ssl, crypto),
        ),
    ]

openssl_libraries = rule(
    implementation = _openssl_libraries_impl,
    doc = "Builds both libraries and gives them, with their headers, to C++ targets.",
    attrs = {
        "compiler": attr.label(mandatory = True, doc = "What stands for the compiler's files."),
        "configuration": attr.string(mandatory = True, doc = "OpenSSL's name of the platform, e.g. `linux-x86_64`."),
        "configure": attr.label(allow_single_file = True, mandatory = True, doc = "The Configure program; its folder is the source's."),
        "options": attr.string_list(doc = "For Configure."),
        "srcs": attr.label_list(allow_files = True, mandatory = True, doc = "All that the build reads."),
        "target": attr.string(mandatory = True, doc = "As zig writes it, e.g. `x86_64-linux-musl`."),
        "zig": attr.label(allow_single_file = True, cfg = "exec", executable = True, mandatory = True),
        "_host_tools": attr.label(default = "@lambda_host_tools//:openssl"),
        "_build": attr.label(cfg = "exec", default = "//third_party/openssl:build_openssl", executable = True),
    },
    fragments = ["cpp"],
    provides = [CcInfo],
    toolchains = use_cpp_toolchain(),
)
