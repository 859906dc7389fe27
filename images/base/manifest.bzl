"""Reads what a base's manifest names. Source: OCI Image Specification 1.1, manifest.md."""

load(":reference.bzl", "is_digest")

DOCKER_NAMES = {"arm64": "arm64", "x86_64": "amd64"}  # By Lambda's names of the architectures.

_LAYERS_MAX = 127  # As many as Docker's storage takes.

def read_object(ctx, path, what):
    """The JSON object in a file.

    Args:
      ctx: the repository_ctx.
      path: of the file.
      what: it, in words, for the message of a failure.
    Returns:
      A dict.
    """
    document = json.decode(ctx.read(path), default = None)
    if type(document) != "dict":
        fail("{} is not a JSON object. Is the digest an image's?".format(what))
    return document

def _digest_in(descriptor, what):
    digest = descriptor.get("digest") if type(descriptor) == "dict" else None
    if not is_digest(digest):
        fail("{} has no sha256 digest. Name another base.".format(what))
    return digest

def config_digest(manifest):
    """The digest of the config that a decoded manifest names."""
    return _digest_in(manifest.get("config"), "The base's config")

def layer_digests(manifest):
    """The digests of the layers that a decoded manifest names, the lowest first; one may be twice."""
    layers = manifest.get("layers", [])
    if type(layers) != "list" or len(layers) > _LAYERS_MAX:
        fail("The base's manifest has no list of at most {} layers. Name another base.".format(_LAYERS_MAX))
    return [_digest_in(layer, "A layer of the base") for layer in layers]

def blob_path(digest):
    """Where a repository keeps the blob of a digest."""
    return "blobs/" + digest[len("sha256:"):]
