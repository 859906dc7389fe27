"""A repository made of one program of a Go module, built by the machine's own `go`.

go.mod names the module's version and go.sum the digest of every module it is built from, so `go`
refuses any other bytes. It asks the proxy that its own settings name; no host is named here.
"""

_SETTINGS = {
    "CGO_ENABLED": "0",
    "GO111MODULE": "on",
    "GOFLAGS": "-mod=readonly -modcacherw -buildvcs=false",
    "GOTOOLCHAIN": "local",
    "GOWORK": "off",
}

def _problem_of_build(ctx, go):
    """Builds the program. Returns what went wrong, or an empty text."""
    folders = {name: str(ctx.path("go/" + name)) for name in ["GOCACHE", "GOMODCACHE", "GOPATH"]}
    for name in ["go.mod", "go.sum"]:
        ctx.file(name, ctx.read(getattr(ctx.attr, name.replace(".", "_"))), executable = False)
    ctx.report_progress("building {} by go".format(ctx.attr.package))
    said = ctx.execute(
        [go, "build", "-trimpath", "-ldflags=-s -w", "-o", ctx.attr.program, ctx.attr.package],
        environment = _SETTINGS | folders,
        timeout = 1200,
    )
    ctx.delete("go")
    return "go could not build it. It said:\n" + said.stderr if said.return_code != 0 else ""

def _go_program_impl(ctx):
    go = ctx.which("go")
    if go == None:
        problem = ("go was not found on PATH, and it is what builds it. Install it (Debian: " +
                   "apt-get install golang-go)")
    else:
        problem = _problem_of_build(ctx, go)
    if problem:
        problem = "{}: {}\nThen have Bazel try again: tools/bazel sync --only={}\n".format(
            ctx.attr.package,
            problem,
            ctx.name,
        )
        ctx.file(ctx.attr.program)
    ctx.file("problem.txt", problem, executable = False)
    ctx.file("BUILD.bazel", ctx.read(ctx.attr.build_file), executable = False)

go_program = repository_rule(
    implementation = _go_program_impl,
    doc = "Builds `program`. Where that fails it is an empty file, and problem.txt says why: who " +
          "runs it fails with that text, and nothing else does.",
    attrs = {
        "build_file": attr.label(allow_single_file = True, mandatory = True),
        "go_mod": attr.label(allow_single_file = True, mandatory = True),
        "go_sum": attr.label(allow_single_file = True, mandatory = True),
        "package": attr.string(mandatory = True, doc = "The program's import path."),
        "program": attr.string(mandatory = True, doc = "The file to make."),
    },
)
