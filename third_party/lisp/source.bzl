"""A source archive of Lisp's world: upstream's, or the one that Debian's packages carry.

Where `--repo_env=LAMBDA_DEBIAN_SOURCES=FOLDER` names a folder that has Debian's archive
(tools/bazel fills one on machines that reach package registries only), it is taken from there; else
upstream is asked: an archive by its digest, or a Git commit. Both hold the same files.
"""

def _from_debian(repository_ctx, folder):
    archive = repository_ctx.path(folder).get_child(repository_ctx.attr.debian_archive)
    if not archive.exists:
        return False
    is_package = archive.basename.endswith(".deb")
    repository_ctx.download_and_extract(
        url = "file://" + str(archive),
        sha256 = repository_ctx.attr.debian_sha256,
        stripPrefix = "" if is_package else repository_ctx.attr.debian_prefix,
    )
    if is_package:
        repository_ctx.extract("data.tar.xz", stripPrefix = repository_ctx.attr.debian_prefix)
    return True

# A filter or an end of line from the user's or the machine's settings would change the files.
_NO_SETTINGS = {
    "GIT_CONFIG_GLOBAL": "/dev/null",
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_SYSTEM": "/dev/null",
    "GIT_TEMPLATE_DIR": "",
    "GIT_TERMINAL_PROMPT": "0",
}

def _git(repository_ctx, words):
    result = repository_ctx.execute(["git"] + words, environment = _NO_SETTINGS, timeout = 600)
    if result.return_code != 0:
        fail(("git {w} failed for {r} at {c}:\n{e}\nCheck that git reaches it, or name a folder " +
              "with {a} by --repo_env=LAMBDA_DEBIAN_SOURCES=FOLDER.").format(
            a = repository_ctx.attr.debian_archive,
            c = repository_ctx.attr.commit,
            e = result.stderr,
            r = repository_ctx.attr.remote,
            w = words[0],
        ))

def _from_upstream(repository_ctx):
    if repository_ctx.attr.urls:
        repository_ctx.download_and_extract(
            url = repository_ctx.attr.urls,
            sha256 = repository_ctx.attr.sha256,
            stripPrefix = repository_ctx.attr.strip_prefix,
        )
        return
    _git(repository_ctx, ["init", "--quiet"])
    source = [repository_ctx.attr.remote, repository_ctx.attr.commit]
    _git(repository_ctx, ["fetch", "--quiet", "--depth=1"] + source)
    _git(repository_ctx, ["checkout", "--quiet", "FETCH_HEAD"])  # A commit's name is a digest.
    repository_ctx.delete(".git")

def _lisp_source_impl(repository_ctx):
    folder = repository_ctx.os.environ.get("LAMBDA_DEBIAN_SOURCES", "")
    if not (folder and _from_debian(repository_ctx, folder)):
        _from_upstream(repository_ctx)
    repository_ctx.file("BUILD.bazel", repository_ctx.read(repository_ctx.attr.build_file))

lisp_source = repository_rule(
    implementation = _lisp_source_impl,
    doc = "Unpacks one source archive, pinned by digest whichever way it comes.",
    attrs = {
        "build_file": attr.label(allow_single_file = True, mandatory = True),
        "commit": attr.string(doc = "Of `remote`; it names every file by digest."),
        "debian_archive": attr.string(mandatory = True, doc = "The archive's name in Debian."),
        "debian_prefix": attr.string(mandatory = True, doc = "The folder in it."),
        "debian_sha256": attr.string(mandatory = True),
        "remote": attr.string(doc = "Git repository, where upstream has no archive of one digest."),
        "sha256": attr.string(doc = "Of upstream's archive."),
        "strip_prefix": attr.string(doc = "The folder in upstream's archive."),
        "urls": attr.string_list(doc = "Of upstream's archive."),
    },
    environ = ["LAMBDA_DEBIAN_SOURCES"],
)
