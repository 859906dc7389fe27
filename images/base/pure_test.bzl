"""References, logins and challenges are read, and malformed ones refused."""

load("//images/private:assertions.bzl", "begin", "end", "expect", "expect_equal", "expect_refused", "pure_tests")
load(":choice.bzl", "choose_base")
load(":credentials.bzl", "decode_base64", "parse_challenge", "registry_login")
load(":images.bzl", "DEFAULT_BASES")
load(":reference.bzl", "is_digest", "parse_reference", "platform_digest")

_DIGEST = "sha256:" + "0123456789abcdef" * 4

def _references_impl(_ctx):
    record = begin()
    good = parse_reference("127.0.0.1:5000/team/base:1.2@" + _DIGEST)
    expect_equal(record, None, good.error)
    expect_equal(record, "127.0.0.1:5000", good.registry)
    expect_equal(record, "team/base", good.repository)
    expect_equal(record, "1.2", good.tag)
    expect_equal(record, _DIGEST, good.digest)
    expect_equal(record, "", parse_reference("localhost/base@" + _DIGEST).tag)
    for bad, word in {
        "": "digest",
        "base@" + _DIGEST: "registry",
        "https://a.b/c@" + _DIGEST: "://",
        "library/base@" + _DIGEST: "registry",
        "public.ecr.aws/a/b:2023": "crane digest public.ecr.aws/a/b:2023",
        "public.ecr.aws/a@sha256:12": "64",
        "public.ecr.aws/a@sha512:" + "0" * 64: "sha256",
        "public.ecr.aws/Upper@" + _DIGEST: "lower-case",
        "public.ecr.aws/@" + _DIGEST: "repository",
        "public.ecr.aws/a//@" + _DIGEST: "repository",
        "public.ecr.aws/../a@" + _DIGEST: "..",
        "public.ecr.aws/a b@" + _DIGEST: "' '",
        "public.ecr.aws/a?b@" + _DIGEST: "?",
        "public.ecr.aws/a#b@" + _DIGEST: "#",
        "public.ecr.aws/a@sha256:" + "0" * 65: "64",
        "public.ecr.aws/a@sha256:" + "0" * 63 + "g": "64",
        "public.ecr.aws/a@sha256:" + "A" * 64: "lower-case",
    }.items():
        expect_refused(record, parse_reference(bad).error, word)
    return end(record)

def _defaults_impl(_ctx):
    record = begin()
    for name, base in DEFAULT_BASES.items():
        expect(record, parse_reference(base.image).error == None, name)
    expect(record, is_digest(_DIGEST), "a digest is one")
    expect(record, not is_digest(_DIGEST.upper()), "upper case is malformed")
    expect(record, not is_digest(None), "None is malformed")
    return end(record)

# Each row: whether the base is a default one, the settings, whether it is empty then.
_CHOICES = [
    (True, {}, False),
    (True, {"LAMBDA_BASE_DEFAULT": "empty"}, True),
    (True, {"LAMBDA_BASE": "empty"}, True),
    (True, {"LAMBDA_BASE": "registry", "LAMBDA_BASE_DEFAULT": "empty"}, False),
    (True, {"LAMBDA_BASE_DEFAULT": "empty", "LAMBDA_BASE_MIRROR": "https://m"}, False),
    (True, {"LAMBDA_BASE": "registry", "LAMBDA_BASE_MIRROR": "https://m"}, False),
    (True, {"LAMBDA_BASE": "empty", "LAMBDA_BASE_MIRROR": ""}, True),
    (False, {"LAMBDA_BASE_DEFAULT": "empty"}, False),
    (False, {"LAMBDA_BASE": "empty"}, False),
    (False, {"LAMBDA_BASE": "empty", "LAMBDA_BASE_MIRROR": "https://m"}, False),
]

def _choices_impl(_ctx):
    record = begin()
    for is_default, settings, is_empty in _CHOICES:
        choice = choose_base(is_default, settings)
        expect(record, choice.error == None, "{}: {}".format(settings, choice.error))
        row = "{} {}: {}".format(is_default, settings, choice.is_empty)
        expect(record, choice.is_empty == is_empty, row)
    both = {"LAMBDA_BASE": "empty", "LAMBDA_BASE_MIRROR": "https://m"}
    expect_refused(record, choose_base(True, both).error, "--repo_env=LAMBDA_BASE_MIRROR= ")
    for is_default in [True, False]:
        expect_refused(record, choose_base(is_default, {"LAMBDA_BASE": "none"}).error, "LAMBDA_BASE=none is not known")
    return end(record)

def _platforms_impl(_ctx):
    record = begin()
    index = {"manifests": [
        {"digest": "sha256:" + "1" * 64, "platform": {"architecture": "amd64", "os": "windows"}},
        {"digest": "sha256:" + "2" * 64, "platform": {"architecture": "amd64", "os": "linux"}},
        {"digest": "sha256:" + "3" * 64, "platform": {"architecture": "arm64", "os": "linux", "variant": "v8"}},
        {"digest": "sha256:" + "4" * 64, "platform": {"architecture": "unknown", "os": "unknown"}},
    ]}
    expect_equal(record, "sha256:" + "2" * 64, platform_digest(index, "amd64").digest)
    expect_equal(record, "sha256:" + "3" * 64, platform_digest(index, "arm64").digest)
    expect_refused(record, platform_digest(index, "s390x").error, "linux/s390x")
    expect_refused(record, platform_digest({}, "amd64").error, "none")
    unusable = {"manifests": [{"digest": "sha256:1", "platform": {"architecture": "amd64", "os": "linux"}}, {}]}
    expect_refused(record, platform_digest(unusable, "amd64").error, "it has linux/amd64, ?/?")
    return end(record)

def _logins_impl(_ctx):
    record = begin()
    expect_equal(record, "user:pass", decode_base64("dXNlcjpwYXNz"))
    expect_equal(record, "a", decode_base64("YQ=="))
    expect_equal(record, "", decode_base64(""))
    expect_equal(record, None, decode_base64("not base64!"))
    expect_equal(record, None, decode_base64("/w=="))
    config = {"auths": {
        "https://127.0.0.1:5000": {"auth": "dXNlcjpwYXNz"},
        "plain.example.com": {"password": "p", "username": "u"},
        "broken.example.com": {"auth": "????"},
    }}
    expect_equal(record, struct(login = "user", password = "pass"), registry_login(config, "127.0.0.1:5000"))
    expect_equal(record, struct(login = "u", password = "p"), registry_login(config, "plain.example.com"))
    expect_equal(record, None, registry_login(config, "broken.example.com"))
    for name in ["h", "https://h", "https://h/v2/", "https://h/v1/"]:
        named = {"auths": {name: {"auth": "YTpiOmM="}}}
        expect_equal(record, struct(login = "a", password = "b:c"), registry_login(named, "h"))
    for entry in [{"auth": "bG9naW4="}, {"auth": "OnBhc3M="}, {"username": "u"}, {}]:  # "login", ":pass"
        expect_equal(record, None, registry_login({"auths": {"h": entry}}, "h"))
    expect_equal(record, None, registry_login(config, "other.example.com"))
    expect_equal(record, None, registry_login({}, "other.example.com"))
    for auths in [None, 7, [], "text"]:
        expect_equal(record, None, registry_login({"auths": auths}, "odd.example.com"))
    for entry in [None, 7, [], "text", {}, {"auth": 7}, {"auth": None}, {"username": "u"}, {"username": 1, "password": "p"}]:
        expect_equal(record, None, registry_login({"auths": {"odd.example.com": entry}}, "odd.example.com"))
    return end(record)

def _challenges_impl(_ctx):
    record = begin()
    expect_equal(
        record,
        "https://a.b/token?service=a.b",
        parse_challenge(" Bearer realm=\"https://a.b/token\",service=\"a.b\",scope=\"repository:x:pull\""),
    )
    expect_equal(record, "https://a.b/t?x=1&service=c%20d", parse_challenge("bearer realm=\"https://a.b/t?x=1\", service=\"c d\""))
    expect_equal(record, "https://a.b/t", parse_challenge("Bearer realm=\"https://a.b/t\""))
    expect_equal(record, "basic", parse_challenge("Basic realm=\"x\""))
    expect_equal(record, "basic", parse_challenge("basic"))
    expect_equal(record, None, parse_challenge(""))
    expect_equal(record, None, parse_challenge("Negotiate"))
    expect_equal(record, None, parse_challenge("Bearer service=\"x\""))
    return end(record)

def pure_test_suite(name):
    """Makes the tests of reference.bzl and credentials.bzl under names that begin with `name`."""
    pure_tests(
        name,
        challenges = _challenges_impl,
        choices = _choices_impl,
        defaults = _defaults_impl,
        logins = _logins_impl,
        platforms = _platforms_impl,
        references = _references_impl,
    )
