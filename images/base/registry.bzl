"""Fetches documents and blobs from a registry, each by its digest. Uses Bazel's downloader only, so
its repository cache and --distdir serve them (a file's name there is its digest, `sha256:...`).

Source: OCI Distribution Specification 1.1, "Pulling manifests" and "Pulling blobs".
"""

load(":choice.bzl", "CHOICE_SETTINGS", "choose_base")
load(":credentials.bzl", "TOKEN_SERVICES", "parse_challenge", "registry_login")

_MANIFEST_TYPES = ", ".join([
    "application/vnd.oci.image.index.v1+json",
    "application/vnd.oci.image.manifest.v1+json",
    "application/vnd.docker.distribution.manifest.list.v2+json",
    "application/vnd.docker.distribution.manifest.v2+json",
])
_LOOPBACK = ["127.0.0.1", "localhost", "[::1]"]
_CHALLENGE_SECONDS = 20

# What a repository depends on besides its attributes.
BASE_SETTINGS = CHOICE_SETTINGS + [
    "DOCKER_CONFIG",
    "LAMBDA_BASE_TOKEN_SERVICE",
]

# Bazel's downloader says why in a warning, and nothing to us: so all that may help stands here.
_REMEDY = """{what} could not be fetched from {url}
Bazel's warning above says why. When it says
  'returned 401' or '403': {denied}
  'returned 404': {missing}
  'returned 429': too many requests. Wait, log in, or use a mirror.
  'Premature EOF', 'Checksum was': other bytes came than the digest names: cut on the way, or not
      this image. Try again, then compare the digest, or use a mirror.
  'Unknown host', 'timed out', 'refused', 'TLS', 'PKIX': {host} cannot be reached or trusted. Use a
      mirror, --repo_env=LAMBDA_BASE_MIRROR=https://HOST, {empty}or for an
      authority of your own --host_jvm_args=-Djavax.net.ssl.trustStore=FILE.
A zip needs no base: lambda_function(packages = ["zip"])."""

_DENIED = """the registry wants a login. Run `{login}`, or set DOCKER_CONFIG to the
      folder of a config.json with "auths" (credential helpers are not asked). If it gives tokens:
      lambda_base_image(token_service = "https://REALM?service=...")."""
_TOKEN_DENIED = """your login is wrong or may not pull this. Run `{login}` again. An old
      login is refused even where none is needed: `{logout}` then helps."""
_MISSING = "no such image. Compare the digest in `image` with the registry's."
_TOKEN_MISSING = "no token service is there. Correct token_service or LAMBDA_BASE_TOKEN_SERVICE."

_EMPTY = "an empty base, --config=offline, "  # A remedy for the default bases only.

def is_base_empty(ctx, is_default):
    """Whether the empty base stands in for one that is or is not of the default ones."""
    choice = choose_base(is_default, ctx.os.environ)
    if choice.error:
        fail(choice.error)
    return choice.is_empty

def _host_of(url):
    return url.split("://", 1)[1].split("/", 1)[0]

def _is_loopback(url):
    host = _host_of(url)
    return host.rsplit(":", 1)[0] in _LOOPBACK or host in _LOOPBACK

def _registry_url(ctx, registry):
    mirror = ctx.os.environ.get("LAMBDA_BASE_MIRROR", "").rstrip("/")
    if not mirror:
        return "https://" + ("registry-1.docker.io" if registry == "docker.io" else registry)
    if not (mirror.startswith("https://") or (mirror.startswith("http://") and _is_loopback(mirror))):
        fail("LAMBDA_BASE_MIRROR={} does not name a mirror. Write https://HOST[:PORT]; http:// is for 127.0.0.1 only.".format(mirror))
    if "@" in mirror or "/" in mirror.split("://", 1)[1]:
        fail("LAMBDA_BASE_MIRROR={} has more than a host. Write https://HOST[:PORT]; logins belong in config.json.".format(mirror))
    return mirror

# What to type, without the arguments that would be Docker's own registry anyway.
def _docker(verb, registry_host):
    return "docker " + verb + ("" if registry_host == "registry-1.docker.io" else " " + registry_host)

def _login(ctx, names):
    folder = ctx.os.environ.get("DOCKER_CONFIG") or ctx.os.environ.get("HOME", "") + "/.docker"
    path = ctx.path(folder + "/config.json") if folder.startswith("/") else None
    if not path or not path.exists:
        return None
    config = json.decode(ctx.read(path), default = None)
    if type(config) != "dict":
        fail("{} is not JSON, so no login can be read from it. Repair it, or set DOCKER_CONFIG to another folder.".format(path))
    for name in names:
        login = registry_login(config, name)
        if login:
            return login
    return None

# Asks the registry without any credentials; only where curl is on the machine.
def _challenge(ctx, url):
    curl = ctx.which("curl")
    if not curl:
        return None
    answer = ctx.execute([
        curl,
        "--disable",  # First, or it reads the user's settings.
        "--silent",
        "--max-time",
        str(_CHALLENGE_SECONDS),
        "--dump-header",
        "-",
        "--output",
        "/dev/null",
        url + "/v2/",
    ])
    for line in answer.stdout.splitlines():
        name, _, value = line.partition(":")
        if name.strip().lower() == "www-authenticate":
            return parse_challenge(value)
    return None

def _basic(login):
    return {"login": login.login, "password": login.password, "type": "basic"}

# Bazel keeps each file that it downloads in its repository cache, by digest. A secret may not stay
# there. Which folder that is, no rule is told: it is Bazel's usual one, or tools/bazel names it.
def _forget(ctx, sha256):
    output_user_root = ctx.path(".").dirname.dirname.dirname
    usual = "{}/cache/repos/v1".format(output_user_root)
    for folder in [usual, ctx.os.environ.get("LAMBDA_REPOSITORY_CACHE")]:
        if folder:
            ctx.delete("{}/content_addressable/sha256/{}".format(folder, sha256))

def _token(ctx, service, registry_host, repository, login, empty):
    if not service.startswith("https://"):
        fail("The token service {} is not https, and a token must not travel in the clear. Use a registry with TLS.".format(service))
    url = "{}{}scope=repository:{}:pull".format(service, "&" if "?" in service else "?", repository)
    answer = ctx.download(url, "token.json", allow_fail = True, auth = {url: _basic(login)} if login else {})
    if not answer.success:
        fail(_REMEDY.format(
            empty = empty,
            denied = _TOKEN_DENIED.format(
                login = _docker("login", registry_host),
                logout = _docker("logout", registry_host),
            ),
            host = _host_of(url),
            missing = _TOKEN_MISSING,
            url = url,
            what = "A token to pull " + repository,
        ))
    document = json.decode(ctx.read("token.json"), default = None)
    ctx.delete("token.json")  # It is a secret: it does not stay in the repository's folder either.
    _forget(ctx, answer.sha256)
    token = document.get("token") or document.get("access_token") if type(document) == "dict" else None
    if not token:
        fail("{} answered without a token. Is it the registry's token service?".format(url))
    return {"password": token, "pattern": "Bearer <password>", "type": "pattern"}

def open_registry(ctx, reference, token_service, is_default):
    """Finds out how to ask a registry.

    Args:
      ctx: the repository_ctx.
      reference: what parse_reference gave.
      token_service: the registry's token service with its `service` parameter, or empty.
      is_default: whether the base is a default one, so that the empty one may be advised.
    Returns:
      What `fetch` needs, and `mirror`: where the repository is on the mirror, or empty.
    """
    url = _registry_url(ctx, reference.registry)
    host = _host_of(url)
    login = _login(ctx, [host, "index.docker.io"] if host == "registry-1.docker.io" else [host])
    service = token_service or ctx.os.environ.get("LAMBDA_BASE_TOKEN_SERVICE")
    service = service or TOKEN_SERVICES.get(host) or _challenge(ctx, url)
    auth = None
    empty = _EMPTY if is_default else ""
    if service and service != "basic":
        auth = _token(ctx, service, host, reference.repository, login, empty)
    elif login:
        auth = _basic(login)
    is_mirrored = bool(ctx.os.environ.get("LAMBDA_BASE_MIRROR"))
    return struct(
        auth = auth,
        empty = empty,
        host = host,
        mirror = "{}/{}".format(url, reference.repository) if is_mirrored else "",
        prefix = "{}/v2/{}/".format(url, reference.repository),
    )

def fetch(ctx, registry, kind, digest, output, what):
    """Starts to download something into `output`, checked by its digest.

    Args:
      ctx: the repository_ctx.
      registry: what open_registry gave.
      kind: `manifests` or `blobs`.
      digest: what to fetch.
      output: the file's path in the repository.
      what: it, in words, for the message of a failure.
    Returns:
      A struct; call `finish` with it.
    """
    url = registry.prefix + kind + "/" + digest
    pending = ctx.download(
        url,
        output,
        allow_fail = True,
        # Bound to this very URL: a redirect to another host never sees it.
        auth = {url: registry.auth} if registry.auth else {},
        block = False,
        headers = {"Accept": _MANIFEST_TYPES} if kind == "manifests" else {},
        sha256 = digest[len("sha256:"):],
    )
    return struct(
        empty = registry.empty,
        host = registry.host,
        pending = pending,
        url = url,
        what = what,
    )

def finish(download):
    """Waits for a download. Fails with the remedies when it did not succeed."""
    if not download.pending.wait().success:
        fail(_REMEDY.format(
            denied = _DENIED.format(login = _docker("login", download.host)),
            empty = download.empty,
            host = download.host,
            missing = _MISSING,
            url = download.url,
            what = download.what,
        ))
