"""The default bases, one repository for each architecture, for WORKSPACE."""

load(":images.bzl", "DEFAULT_BASES")
load(":lambda_base_image.bzl", _lambda_base_image = "lambda_base_image")

lambda_base_image = _lambda_base_image

def lambda_base_images():
    """Declares `@lambda_base_ARCHITECTURE` (Amazon Linux 2023) and `@lambda_provided_ARCHITECTURE`.

    Nothing is fetched before an image that stands on it is built. A repository of the same name
    that was declared earlier stays, so a workspace may pin another default base.
    """
    for name, base in DEFAULT_BASES.items():
        for architecture in ["x86_64", "arm64"]:
            repository = "{}_{}".format(name, architecture)
            if not native.existing_rule(repository):
                lambda_base_image(
                    name = repository,
                    architecture = architecture,
                    glibc = base.glibc,
                    image = base.image,
                )
