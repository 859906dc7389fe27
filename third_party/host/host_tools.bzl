"""The versions of the machine's own programs that actions call, as files which those depend on.

Bazel does not see a program outside its workspace: without these files another perl would take what
the first one built from a shared cache. Each file is one line, a version.
"""

# As the actions that call them have it, whatever the caller's own PATH is.
HOST_PATH = "/usr/local/bin:/usr/bin:/bin"

# What each prints in its first line names its version. A shell says none: its file's name does.
_PROGRAMS = {
    "clang": ["clang", "--version"],
    "gcc": ["gcc", "--version"],
    "make": ["make", "--version"],
    "perl": ["perl", "-e", "print \"perl $^V\""],
    "qemu": ["qemu-aarch64", "--version"],
    "sbcl": ["sbcl", "--version"],
    "sh": ["readlink", "-f", "/bin/sh"],
}

_BUILD = """package(default_visibility = ["//visibility:public"])

exports_files({files})

# What OpenSSL's own build calls.
filegroup(
    name = "openssl",
    srcs = ["make.txt", "perl.txt", "sh.txt"],
)

# What SBCL's own build calls; the emulator for arm64 only.
filegroup(
    name = "sbcl",
    srcs = ["make.txt", "qemu.txt", "sbcl.txt", "sh.txt"],
)
"""

def _host_tools_impl(ctx):
    for name, command in _PROGRAMS.items():
        said = ctx.execute(["/usr/bin/env", "-i", "PATH=" + HOST_PATH] + command)
        line = said.stdout.partition("\n")[0].strip() if said.return_code == 0 else ""
        ctx.file(name + ".txt", (line or "absent") + "\n", executable = False)
    ctx.file("BUILD.bazel", _BUILD.format(files = [name + ".txt" for name in _PROGRAMS]))

host_tools = repository_rule(
    implementation = _host_tools_impl,
    doc = "Asks each program for its version, again with each Bazel server. One that is not there is `absent`.",
    configure = True,
    local = True,
)
