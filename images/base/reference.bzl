"""Reads an image reference: REGISTRY/REPOSITORY[:TAG]@sha256:DIGEST. Pure, and tested by itself.

Source: OCI Distribution Specification 1.1, "Pulling manifests"; Docker's reference grammar.
"""

_HEX = "0123456789abcdef"
_EXAMPLE = "public.ecr.aws/amazonlinux/amazonlinux:2023@sha256:<64 hexadecimal digits>"

def is_digest(text):
    """Whether `text` is `sha256:` and 64 lower-case hexadecimal digits."""
    if type(text) != "string" or not text.startswith("sha256:") or len(text) != 71:
        return False
    return all([digit in _HEX.elems() for digit in text[len("sha256:"):].elems()])

def _error(image, why):
    return struct(error = "image = \"{}\" {}".format(image, why))

def parse_reference(image):
    """Parts an image reference.

    Args:
      image: the reference.
    Returns:
      A struct of registry, repository, tag (or empty), digest, and error: None, or why not.
    """
    for bad in ["://", " ", "\t", "?", "#", ".."]:
        if bad in image:
            return _error(image, "has '{}' in it. Write it like {}.".format(bad, _EXAMPLE))
    name, at, digest = image.partition("@")
    if not at:
        return _error(image, "has no digest, so the same build could give another image tomorrow. Find the digest with " +
                             "`docker buildx imagetools inspect {}` or `crane digest {}`, and write {}@sha256:...".format(name, name, name))
    if not is_digest(digest):
        return _error(image, "has the digest '{}'. Write sha256: and 64 lower-case hexadecimal digits.".format(digest))
    registry, slash, path = name.partition("/")
    if not slash or not ("." in registry or ":" in registry or registry == "localhost"):
        return _error(image, "names no registry. Write its host first, like {}; Docker's own is docker.io/library/NAME.".format(_EXAMPLE))
    repository, _, tag = path.partition(":")
    if not repository or repository.strip("/") != repository or repository != repository.lower():
        return _error(image, "names no repository that a registry could have. Write lower-case names, like {}.".format(_EXAMPLE))
    return struct(
        digest = digest,
        error = None,
        registry = registry,
        repository = repository,
        tag = tag,
    )

def platform_digest(index, architecture):
    """The digest of one platform's manifest in an index.

    Args:
      index: the decoded JSON of an image index or a manifest list.
      architecture: Docker's name, `amd64` or `arm64`.
    Returns:
      A struct of digest and error, of which one is None.
    """
    seen = []
    for entry in index.get("manifests", []):
        platform = entry.get("platform", {})
        seen.append("{}/{}".format(platform.get("os", "?"), platform.get("architecture", "?")))
        if seen[-1] == "linux/" + architecture and is_digest(entry.get("digest")):
            return struct(digest = entry["digest"], error = None)
    return struct(digest = None, error = "the base has no image for linux/{}; it has {}. Name a base that has one.".format(
        architecture,
        ", ".join(seen) or "none",
    ))
