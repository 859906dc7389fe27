"""Writes an image as the file that `docker load` takes."""

load(":parts.bzl", "PARTS_ATTRIBUTES", "add_images")

def _lambda_archive_impl(ctx):
    archive = ctx.actions.declare_file(ctx.attr.stem + ".tar")
    arguments = ctx.actions.args()
    arguments.add("archive")
    inputs = add_images(ctx, arguments)
    arguments.add_all(ctx.attr.repo_tags, format_each = "--tag=%s")
    arguments.add(archive, format = "--out=%s")
    ctx.actions.run(
        executable = ctx.executable._pack,
        arguments = [arguments],
        inputs = inputs,
        outputs = [archive],
        mnemonic = "LambdaArchive",
        progress_message = "Writing the archive %{label}",
    )
    return [DefaultInfo(files = depset([archive]))]

lambda_archive = rule(
    implementation = _lambda_archive_impl,
    doc = "One image as a file for `docker load`, `podman load`, and skopeo's docker-archive: and oci-archive:.",
    attrs = PARTS_ATTRIBUTES | {
        "repo_tags": attr.string_list(mandatory = True, doc = "Docker's names of the image, NAME:TAG each."),
        "stem": attr.string(mandatory = True, doc = "The file's name without its ending."),
    },
)
