"""A repository made of one PyPI wheel, pinned by digest.

pip fetches it, so that the machine's own index settings hold and no host is named here.
pip's --require-hashes refuses any other bytes.
"""

def _pip_wheel_impl(repository_ctx):
    requirement = repository_ctx.attr.requirement
    python = repository_ctx.which("python3")
    if python == None:
        fail(("python3 was not found on PATH, and pip is what fetches {r}. Install it " +
              "(Debian: apt-get install python3 python3-pip) or run tools/bazel on a machine " +
              "without Bazel, which brings its own.").format(r = requirement))
    repository_ctx.file(
        "requirements.txt",
        "{} --hash=sha256:{}\n".format(requirement, repository_ctx.attr.sha256),
    )
    repository_ctx.report_progress("fetching {} by pip".format(requirement))
    result = repository_ctx.execute([
        python,
        "-m",
        "pip",
        "download",
        "--quiet",
        "--disable-pip-version-check",
        "--no-deps",
        "--only-binary=:all:",
        "--platform=" + repository_ctx.attr.platform,
        "--require-hashes",
        "--requirement=requirements.txt",
        "--dest=wheel",
    ], timeout = 1200)
    if result.return_code != 0:
        fail(("pip could not fetch {r} with the pinned digest. It said:\n{e}\nCheck that pip " +
              "reaches an index (python3 -m pip download {r}) and type the command again.").format(
            r = requirement,
            e = result.stderr,
        ))
    wheel = repository_ctx.path("wheel").readdir()[0]
    repository_ctx.symlink(wheel, "wheel.zip")  # extract() knows archives by their ending.
    repository_ctx.extract("wheel.zip")
    repository_ctx.delete("wheel.zip")
    repository_ctx.delete("wheel")
    for path in repository_ctx.attr.executables:
        result = repository_ctx.execute(["chmod", "0755", path])
        if result.return_code != 0:
            fail("{} has no file {}: {}".format(requirement, path, result.stderr))
    repository_ctx.file("digest.txt", repository_ctx.attr.sha256 + "\n")
    shared_cache = repository_ctx.os.environ.get("LAMBDA_ZIG_CACHE", "")
    if repository_ctx.attr.writable_folder and shared_cache:
        repository_ctx.symlink(shared_cache, repository_ctx.attr.writable_folder)
    elif repository_ctx.attr.writable_folder:
        repository_ctx.file(repository_ctx.attr.writable_folder + "/README", "Compiler cache.\n")
    repository_ctx.file("BUILD.bazel", repository_ctx.read(repository_ctx.attr.build_file))

pip_wheel = repository_rule(
    implementation = _pip_wheel_impl,
    doc = "Unpacks one wheel. `digest.txt` names its bytes.",
    attrs = {
        "build_file": attr.label(allow_single_file = True, mandatory = True),
        "executables": attr.string_list(
            doc = "Files that the wheel's archive left without mode 0755.",
        ),
        "platform": attr.string(
            default = "manylinux2014_x86_64",
            doc = "As pip writes it: the wheel's oldest C library and its processor.",
        ),
        "requirement": attr.string(mandatory = True, doc = "As pip writes it: `name==version`."),
        "sha256": attr.string(mandatory = True, doc = "Of the wheel."),
        "writable_folder": attr.string(doc = "Made empty, for a tool that keeps a cache; " +
                                             "`--repo_env=LAMBDA_ZIG_CACHE=FOLDER` shares one."),
    },
    environ = ["LAMBDA_ZIG_CACHE"],
)
