"""Everything we did not write, by upstream's URL and digest. No other file names a version.

Bazel looks each file up by its digest in its repository cache and in `--distdir` before it asks
the network, which is how tools/bazel serves machines that reach package registries only.
"""

load("@bazel_tools//tools/build_defs/repo:http.bzl", "http_archive")
load("//third_party/go:program.bzl", "go_program")
load("//third_party/host:host_tools.bzl", "host_tools")
load("//third_party/lisp:repositories.bzl", "lisp_repositories")
load("//third_party/lisp:source.bzl", "lisp_source")
load("//third_party/peers:repositories.bzl", "peers_repositories")
load("//third_party/pip:wheel.bzl", "pip_wheel")

def third_party_repositories():
    """Declares the external repositories. rules_cc comes before, in WORKSPACE."""
    http_archive(
        name = "poco",
        build_file = "//third_party/poco:poco.BUILD",
        sha256 = "7738a4c880f08e89318fc53915f86be5a0e70f14eb1e7f0e1767c8781c40d794",
        strip_prefix = "poco-1.14.2-all",
        urls = ["https://pocoproject.org/releases/poco-1.14.2/poco-1.14.2-all.tar.bz2"],
    )
    http_archive(
        name = "com_google_googletest",
        build_file = "//third_party/googletest:googletest.BUILD",
        sha256 = "81964fe578e9bd7c94dfdb09c8e4d6e6759e19967e397dbea48d1c10e45d0df2",
        strip_prefix = "googletest-release-1.12.1",
        urls = ["https://github.com/google/googletest/archive/refs/tags/release-1.12.1.tar.gz"],
    )
    http_archive(
        name = "openssl",
        build_file = "//third_party/openssl:openssl.BUILD",
        sha256 = "a8c0d28a529ca480f9f36cf5792e2cd21984552a3c8e4aa11a24aa31aeac98e8",
        strip_prefix = "openssl-3.5.7",
        urls = ["https://github.com/openssl/openssl/releases/download/openssl-3.5.7/openssl-3.5.7.tar.gz"],
    )
    lisp_source(
        name = "libbacktrace",
        build_file = "//third_party/libbacktrace:libbacktrace.BUILD",
        commit = "28824f2cc9069e3fdc39d3702acdf753e35c41b4",
        debian_archive = "libbacktrace_0.1.orig.tar.gz",
        debian_prefix = "",
        debian_sha256 = "d78bfa7322c4171c057dd34e51a52e1863e43b5af29934b4e711482a54bb0b1b",
        remote = "https://github.com/ianlancetaylor/libbacktrace.git",
    )
    pip_wheel(
        name = "zig_sdk",
        build_file = "//third_party/zig:zig.BUILD",
        executables = ["ziglang/zig"],
        requirement = "ziglang==0.15.2",
        sha256 = "806316453d1ede7174ed3fefb8e5348154629089c3bb5fe812dfd0e172fac130",
        writable_folder = "cache",
    )
    host_tools(name = "lambda_host_tools")
    pip_wheel(
        name = "ca_certificates",
        build_file = Label("//third_party/certificates:certificates.BUILD"),
        requirement = "certifi==2026.10.18",
        sha256 = "73191c47aaa79da394e8fee2dbc2ec827432cab56311122c9e47abf79e390f62",
    )
    style_repositories()
    lisp_repositories()
    peers_repositories()

def style_repositories():
    """Declares what keeps this project's own style. Nothing that is built depends on them."""
    pip_wheel(
        name = "clang_format",
        build_file = Label("//third_party/clang:clang_format.BUILD"),
        executables = ["clang_format/data/bin/clang-format"],
        platform = "manylinux_2_28_x86_64",
        requirement = "clang-format==23.1.5",
        sha256 = "d97ce49911ba8c89ef3f3c0735a9c7818e4780ab4812c67d1c5fcd829d16ae52",
    )
    pip_wheel(
        name = "clang_tidy",
        build_file = Label("//third_party/clang:clang_tidy.BUILD"),
        executables = ["clang_tidy/data/bin/clang-tidy"],
        platform = "manylinux_2_28_x86_64",
        requirement = "clang-tidy==23.1.4",
        sha256 = "6bb31e4f319ecbe14acb75f23c3050d0f1d4b1d92ea1c66091bc76e4eac2c1ac",
    )
    go_program(
        name = "buildifier",
        build_file = Label("//third_party/buildifier:buildifier.BUILD"),
        go_mod = Label("//third_party/buildifier:go.mod"),
        go_sum = Label("//third_party/buildifier:go.sum"),
        package = "github.com/bazelbuild/buildtools/buildifier",
        program = "buildifier",
    )
