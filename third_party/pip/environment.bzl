"""A repository made of several PyPI wheels, each pinned by digest: a folder for PYTHONPATH.

pip fetches them, so that the machine's own index settings hold and no host is named here, for the
python3 on PATH. pip's --require-hashes refuses any other bytes.
"""

def _install(repository_ctx, python, folder):
    result = repository_ctx.execute([
        python,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--root-user-action=ignore",
        "--no-deps",
        "--only-binary=:all:",
        "--require-hashes",
        "--requirement",
        repository_ctx.path(repository_ctx.attr.lock),
        "--target",
        folder,
    ], timeout = 1200)
    if result.return_code != 0:
        fail(("pip could not install what {l} pins. It said:\n{e}\nCheck that pip reaches an " +
              "index (python3 -m pip download moto) and that python3 is one that the file has " +
              "wheels for, and type the command again.").format(
            l = repository_ctx.attr.lock,
            e = result.stderr,
        ))

# Python packages may carry far more than tests use: descriptions of every service there is.
def _prune(repository_ctx, folder):
    for parent, kept in repository_ctx.attr.kept_folders.items():
        parent_path = repository_ctx.path(folder).get_child(parent)
        if not parent_path.exists:
            fail("kept_folders names {}, which no wheel has".format(parent))
        for child in parent_path.readdir():
            if child.is_dir and child.basename not in kept:
                repository_ctx.delete(child)

def _pip_environment_impl(repository_ctx):
    python = repository_ctx.which("python3")
    if python == None:
        fail("python3 was not found on PATH, and pip is what fetches {}. Install it ".format(
            repository_ctx.attr.lock,
        ) + "(Debian: apt-get install python3 python3-pip).")
    repository_ctx.report_progress("installing {} by pip".format(repository_ctx.attr.lock))
    _install(repository_ctx, python, "site")
    _prune(repository_ctx, "site")
    repository_ctx.symlink(repository_ctx.attr.lock, "python.lock")
    repository_ctx.file("BUILD.bazel", repository_ctx.read(repository_ctx.attr.build_file))

pip_environment = repository_rule(
    implementation = _pip_environment_impl,
    doc = "Installs wheels into the folder `site`; `python.lock` names their bytes.",
    attrs = {
        "build_file": attr.label(allow_single_file = True, mandatory = True),
        "kept_folders": attr.string_list_dict(
            doc = "Folder of `site` → the only folders in it that stay; its files stay too.",
        ),
        "lock": attr.label(
            allow_single_file = True,
            doc = "Requirements with `--hash`, as pip writes them, complete.",
            mandatory = True,
        ),
    },
)
