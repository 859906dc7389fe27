"""The default bases, one repository for each architecture, for WORKSPACE."""

load(":images.bzl", "DEFAULT_BASES")
load(":lambda_base_image.bzl", "declare_base", _lambda_base_image = "lambda_base_image")
load(":registry_probe.bzl", "registry_probe")

lambda_base_image = _lambda_base_image

def lambda_base_images():
    """Declares `@lambda_base_ARCHITECTURE` (Amazon Linux 2023) and `@lambda_provided_ARCHITECTURE`.

    Nothing is fetched before an image that stands on it is built. A repository of the same name
    that was declared earlier stays, so a workspace may pin another default base. The empty base
    stands in for the first under `--config=offline`, or where the machine reaches no registry; who
    names the second wants that and no other.
    """
    if not native.existing_rule("lambda_base_registry"):
        registry_probe(name = "lambda_base_registry")
    for name, base in DEFAULT_BASES.items():
        for architecture in ["x86_64", "arm64"]:
            repository = "{}_{}".format(name, architecture)
            if not native.existing_rule(repository):
                declare_base(
                    name = repository,
                    architecture = architecture,
                    glibc = base.glibc,
                    image = base.image,
                    is_default = name == "lambda_base",
                    token_service = "",
                )
