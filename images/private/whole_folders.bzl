"""Checks that `folders` are packed whole: Bazel's glob silently leaves out what it cannot name."""

def _whole_folders_impl(ctx):
    listed = ctx.actions.declare_file(ctx.label.name + ".list")
    proof = ctx.actions.declare_file(ctx.label.name + ".checked")
    root = ctx.label.workspace_root + "/" if ctx.label.workspace_root else ""
    root += ctx.label.package + "/" if ctx.label.package else ""
    lines = ["folder\t" + root + folder for folder in ctx.attr.roots]
    lines += ["file\t" + file.path for file in ctx.files.files]
    ctx.actions.write(listed, "\n".join(lines) + "\n")
    arguments = ctx.actions.args()
    arguments.add("whole")
    arguments.add(listed, format = "--list=%s")
    arguments.add(proof, format = "--out=%s")
    ctx.actions.run(
        executable = ctx.executable._pack,
        arguments = [arguments],
        # The folders themselves, so that the check is run again when something is put into one.
        inputs = [listed] + ctx.files.folders,
        outputs = [proof],
        mnemonic = "LambdaFolders",
        progress_message = "Checking the folders of %{label}",
        # It reads the source tree itself, which a sandbox does not show.
        execution_requirements = {"local": "1", "no-cache": "1", "no-remote": "1", "no-sandbox": "1"},
    )
    return [DefaultInfo(files = depset([proof]))]

whole_folders = rule(
    implementation = _whole_folders_impl,
    doc = "A proof that `files` are everything in folders of the package.",
    attrs = {
        "files": attr.label_list(allow_files = True, doc = "What glob found in them."),
        "folders": attr.label_list(allow_files = True, doc = "Every folder that glob found, itself."),
        "roots": attr.string_list(mandatory = True, doc = "The folders, seen from the package."),
        "_pack": attr.label(default = "//images/tools:pack", executable = True, cfg = "exec"),
    },
)
