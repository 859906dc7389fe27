"""The half of a base image that describes it: its manifest and config, some kilobytes."""

load(":manifest.bzl", "DOCKER_NAMES", "config_digest", "layer_digests", "read_object")
load(":reference.bzl", "parse_reference", "platform_digest")
load(":registry.bzl", "BASE_SETTINGS", "fetch", "finish", "is_base_empty", "open_registry")

_BUILD = """# Made by lambda_base_image.
load("{rule}", "lambda_base")

exports_files(["manifest.json"])

lambda_base(
    name = "base",
    architecture = "{architecture}",
    config = "config.json",
    digest = "{digest}",
    glibc = "{glibc}",
    layer_digests = {layer_digests},
    layers = select({{
        "{wanted}": ["{layers}"],
        "//conditions:default": [],
    }}),
    manifest = "manifest.json",
    mirror = "{mirror}",
    reference = "{reference}",
    visibility = ["//visibility:public"],
)
"""

_EMPTY_BUILD = """# Made by lambda_base_image: the empty base, in the place of a default one.
alias(
    name = "base",
    actual = "{empty}",
    visibility = ["//visibility:public"],
)
"""

# The platform's manifest, as manifest.json; the pinned digest may name an index or it itself.
def _fetch_manifest(ctx, registry, reference, architecture):
    what = "The manifest of " + ctx.attr.image
    finish(fetch(ctx, registry, "manifests", reference.digest, "manifest.json", what))
    document = read_object(ctx, "manifest.json", what)
    if "manifests" not in document:
        return document
    chosen = platform_digest(document, architecture)
    if chosen.error:
        fail("{}: {}".format(ctx.attr.image, chosen.error))
    ctx.delete("manifest.json")
    what = "The manifest for linux/" + architecture
    finish(fetch(ctx, registry, "manifests", chosen.digest, "manifest.json", what))
    return read_object(ctx, "manifest.json", what)

def _lambda_base_documents_impl(ctx):
    rule = str(Label("//images/private:base.bzl"))
    if is_base_empty(ctx, ctx.attr.is_default):
        ctx.file("BUILD", _EMPTY_BUILD.format(empty = str(Label("//images/base:empty"))))
        return
    reference = parse_reference(ctx.attr.image)
    if reference.error:
        fail("lambda_base_image {}: {}".format(ctx.name, reference.error))
    registry = open_registry(ctx, reference, ctx.attr.token_service, ctx.attr.is_default)
    manifest = _fetch_manifest(ctx, registry, reference, DOCKER_NAMES[ctx.attr.architecture])
    finish(fetch(ctx, registry, "blobs", config_digest(manifest), "config.json", "The base's config"))
    tag = ":" + reference.tag if reference.tag else ""
    ctx.file("BUILD", _BUILD.format(
        architecture = ctx.attr.architecture,
        digest = reference.digest,
        glibc = ctx.attr.glibc,
        layer_digests = layer_digests(manifest),
        layers = ctx.attr.layers,
        mirror = registry.mirror + tag if registry.mirror else "",
        reference = "{}/{}{}".format(reference.registry, reference.repository, tag),
        rule = rule,
        wanted = str(Label("//images/base:with_layers")),
    ))

lambda_base_documents = repository_rule(
    implementation = _lambda_base_documents_impl,
    doc = "Fetches a base's manifest and config, and describes it as `:base`.",
    attrs = {
        "architecture": attr.string(mandatory = True, values = DOCKER_NAMES.keys(), doc = "Lambda's name of it."),
        "glibc": attr.string(doc = "The version of the base's glibc; empty if it has none."),
        "image": attr.string(mandatory = True, doc = "REGISTRY/REPOSITORY[:TAG]@sha256:DIGEST."),
        "is_default": attr.bool(doc = "Whether the empty base may stand in for it: choice.bzl."),
        "layers": attr.string(mandatory = True, doc = "The target that has the layers. A text, so that it is not fetched with this."),
        "token_service": attr.string(doc = "The registry's token service; empty: a known one, or found by asking the registry."),
    },
    environ = BASE_SETTINGS,
)
