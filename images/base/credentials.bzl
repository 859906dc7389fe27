"""Credentials for a registry, and where its tokens come from. Pure, and tested by itself.

Sources: Docker's config.json ("auths"); RFC 6750 and the Distribution project's "Token Authentication
Specification" for the challenge; OCI Distribution Specification 1.1.
"""

# Bazel's downloader does not show a response's headers, so the challenge of a 401 cannot be read
# through it. These are the answers of registries that everyone uses.
TOKEN_SERVICES = {
    "ghcr.io": "https://ghcr.io/token?service=ghcr.io",
    "public.ecr.aws": "https://public.ecr.aws/token/?service=public.ecr.aws",
    "quay.io": "https://quay.io/v2/auth?service=quay.io",
    "registry-1.docker.io": "https://auth.docker.io/token?service=registry.docker.io",
}

_BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_PRINTABLE = " !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~"

def decode_base64(text):
    """Text of printable ASCII from base64; None when it is anything else."""
    bits = 0
    count = 0
    decoded = []
    for character in text.rstrip("=").elems():
        value = _BASE64.find(character)
        if value < 0:
            return None
        bits = (bits << 6) | value
        count += 6
        if count >= 8:
            count -= 8
            byte = (bits >> count) & 0xff
            bits = bits & ((1 << count) - 1)
            if byte < 0x20 or byte > 0x7e:
                return None
            decoded.append(_PRINTABLE[byte - 0x20])
    return "".join(decoded)

def _is_text(value):
    return type(value) == "string" and value != ""

def registry_login(config, registry):
    """The login that Docker's config.json has for a registry.

    Args:
      config: the decoded JSON.
      registry: the registry's host, with its port if it has one.
    Returns:
      A struct of login and password; None when there is none, or it is malformed.
    """
    auths = config.get("auths")
    if type(auths) != "dict":
        return None
    for name in [registry, "https://" + registry, "https://" + registry + "/v2/", "https://" + registry + "/v1/"]:
        entry = auths.get(name)
        if type(entry) != "dict":
            continue
        if _is_text(entry.get("username")) and _is_text(entry.get("password")):
            return struct(login = entry["username"], password = entry["password"])
        packed = entry.get("auth") if _is_text(entry.get("auth")) else ""
        login, colon, password = (decode_base64(packed) or "").partition(":")
        if colon and login:
            return struct(login = login, password = password)
    return None

def parse_challenge(header):
    """The token service that a `WWW-Authenticate: Bearer` header names.

    Args:
      header: the header's value.
    Returns:
      The service's URL with its `service` parameter; `basic` for a Basic challenge; else None.
    """
    scheme, _, rest = header.strip().partition(" ")
    if scheme.lower() == "basic":
        return "basic"
    if scheme.lower() != "bearer":
        return None
    found = {}
    for part in rest.split("\","):
        name, equals, value = part.strip().partition("=")
        if equals:
            found[name.strip().lower()] = value.strip().strip("\"")
    realm = found.get("realm")
    if not realm:
        return None
    if "service" in found:
        realm += ("&" if "?" in realm else "?") + "service=" + found["service"].replace(" ", "%20")
    return realm
