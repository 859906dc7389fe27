"""`lambda_base_image`: pulls a base image by digest, from any registry, as one repository."""

load(":reference.bzl", "is_digest", "parse_reference", "platform_digest")
load(":registry.bzl", "fetch", "finish", "open_registry")

_DOCKER_NAMES = {"arm64": "arm64", "x86_64": "amd64"}

_BUILD = """# Made by lambda_base_image.
load("{rule}", "lambda_base")

lambda_base(
    name = "base",
    architecture = "{architecture}",
    config = "config.json",
    digest = "{digest}",
    glibc = "{glibc}",
    layers = {layers},
    manifest = "manifest.json",
    reference = "{reference}",
    visibility = ["//visibility:public"],
)
"""

_EMPTY_BUILD = """# Made by lambda_base_image under LAMBDA_BASE=empty: the empty base.
load("{rule}", "lambda_base")

lambda_base(
    name = "base",
    visibility = ["//visibility:public"],
)
"""

def _read_json(ctx, path, what):
    document = json.decode(ctx.read(path), default = None)
    if type(document) != "dict":
        fail("{} is not a JSON object. Is the digest an image's?".format(what))
    return document

def _digest_in(descriptor, what):
    digest = descriptor.get("digest") if type(descriptor) == "dict" else None
    if not is_digest(digest):
        fail("{} has no sha256 digest. Name another base.".format(what))
    return digest

# The platform's manifest, as manifest.json; the pinned digest may name an index or it itself.
def _fetch_manifest(ctx, registry, reference, architecture):
    finish(fetch(ctx, registry, "manifests", reference.digest, "manifest.json", "The manifest of " + ctx.attr.image))
    document = _read_json(ctx, "manifest.json", "The manifest of " + ctx.attr.image)
    if "manifests" not in document:
        return document
    chosen = platform_digest(document, architecture)
    if chosen.error:
        fail("{}: {}".format(ctx.attr.image, chosen.error))
    ctx.delete("manifest.json")
    finish(fetch(ctx, registry, "manifests", chosen.digest, "manifest.json", "The manifest for linux/" + architecture))
    return _read_json(ctx, "manifest.json", "The manifest for linux/" + architecture)

def _lambda_base_image_impl(ctx):
    rule = str(Label("//images/private:base.bzl"))
    mode = ctx.os.environ.get("LAMBDA_BASE", "")
    if mode == "empty":
        ctx.file("BUILD", _EMPTY_BUILD.format(rule = rule))
        return
    if mode:
        fail("LAMBDA_BASE={} is not known. Write LAMBDA_BASE=empty for the empty base, or leave it out.".format(mode))
    reference = parse_reference(ctx.attr.image)
    if reference.error:
        fail("lambda_base_image {}: {}".format(ctx.name, reference.error))
    registry = open_registry(ctx, reference, ctx.attr.token_service)
    manifest = _fetch_manifest(ctx, registry, reference, _DOCKER_NAMES[ctx.attr.architecture])
    layers = [_digest_in(layer, "A layer of the base") for layer in manifest.get("layers", [])]
    downloads = [fetch(ctx, registry, "blobs", _digest_in(manifest.get("config"), "The base's config"), "config.json", "The base's config")]
    for digest in {layer: None for layer in layers}:
        downloads.append(fetch(ctx, registry, "blobs", digest, "blobs/" + digest[len("sha256:"):], "A layer of the base"))
    for download in downloads:
        finish(download)
    tag = ":" + reference.tag if reference.tag else ""
    ctx.file("BUILD", _BUILD.format(
        architecture = ctx.attr.architecture,
        digest = reference.digest,
        glibc = ctx.attr.glibc,
        layers = ["blobs/" + layer[len("sha256:"):] for layer in {layer: None for layer in layers}],
        reference = "{}/{}{}".format(reference.registry, reference.repository, tag),
        rule = rule,
    ))

lambda_base_image = repository_rule(
    implementation = _lambda_base_image_impl,
    doc = """Pulls a base image by digest; `lambda_function` names it `@NAME//:base`.

Fetched only when an image that stands on it is built. Every document and layer is checked by its
digest.
Logins come from Docker's config.json (`auths`; DOCKER_CONFIG names its folder). Settings:
`--repo_env=LAMBDA_BASE_MIRROR=https://HOST` fetches everything from a mirror that has the same repositories
(http:// for 127.0.0.1); `--repo_env=LAMBDA_BASE_TOKEN_SERVICE=https://REALM?service=S` names the mirror's
token service; `--repo_env=LAMBDA_BASE=empty` (`--config=offline`) takes an empty base instead.""",
    attrs = {
        "architecture": attr.string(mandatory = True, values = ["x86_64", "arm64"], doc = "Lambda's name of it."),
        "glibc": attr.string(default = "2.34", doc = "The version of the base's glibc, against which dynamic programs are checked; empty if it has none."),
        "image": attr.string(mandatory = True, doc = "REGISTRY/REPOSITORY[:TAG]@sha256:DIGEST. The digest may name an index or one platform's manifest."),
        "token_service": attr.string(doc = "Where the registry's tokens come from, for registries that this project does not know: `https://REALM?service=SERVICE`."),
    },
    environ = [
        "DOCKER_CONFIG",
        "LAMBDA_BASE",
        "LAMBDA_BASE_MIRROR",
        "LAMBDA_BASE_TOKEN_SERVICE",
    ],
)
