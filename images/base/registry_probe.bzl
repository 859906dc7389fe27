"""Whether the registry of the default base answers Bazel, with the settings that Bazel has.

tools/bazel asks once on each machine: `@lambda_base_registry//:all` is `:answers` or `:silent`.
"""

load(":credentials.bzl", "TOKEN_SERVICES")
load(":images.bzl", "DEFAULT_BASES")
load(":reference.bzl", "parse_reference")

def _registry_probe_impl(ctx):
    answer = "answers"
    if not ctx.os.environ.get("LAMBDA_BASE_PROBE"):
        fail("@lambda_base_registry is for tools/bazel, which sets LAMBDA_BASE_PROBE to the time.")
    if not ctx.os.environ.get("LAMBDA_BASE_MIRROR"):  # Else nobody asks the registry.
        reference = parse_reference(DEFAULT_BASES["lambda_base"].image)
        url = "{}&scope=repository:{}:pull".format(TOKEN_SERVICES[reference.registry], reference.repository)
        token = ctx.download(url, "token.json", allow_fail = True)  # Anybody's: no secret.
        ctx.delete("token.json")
        answer = "answers" if token.success else "silent"
    ctx.file("BUILD", "filegroup(name = \"{}\")\n".format(answer))

registry_probe = repository_rule(
    implementation = _registry_probe_impl,
    doc = "Asks the token service of the default base's registry, whenever LAMBDA_BASE_PROBE changes.",
    environ = [
        "LAMBDA_BASE_MIRROR",
        "LAMBDA_BASE_PROBE",
    ],
)
