"""`lambda_base_image`: a base image by digest, from any registry, fetched as far as it is needed."""

load(":base_documents.bzl", "lambda_base_documents")
load(":base_layers.bzl", "lambda_base_layers")

def declare_base(name, architecture, image, glibc, token_service, is_default):
    """Declares the two repositories of a base.

    Args:
      name: as lambda_base_image has it.
      architecture: as lambda_base_image has it.
      image: as lambda_base_image has it.
      glibc: as lambda_base_image has it.
      token_service: as lambda_base_image has it.
      is_default: whether the empty base may stand in for it: choice.bzl.
    """
    lambda_base_documents(
        name = name,
        architecture = architecture,
        glibc = glibc,
        image = image,
        is_default = is_default,
        layers = "@{}_layers//:layers".format(name),
        token_service = token_service,
    )
    lambda_base_layers(
        name = name + "_layers",
        image = image,
        is_default = is_default,
        manifest = "@{}//:manifest.json".format(name),
        token_service = token_service,
    )

def lambda_base_image(name, architecture, image, glibc = "2.34", token_service = ""):
    """Declares a base image for `lambda_function`, which names it `@NAME//:base`.

    Two repositories: `@NAME` has the base's manifest and config, and is fetched when the first
    image that stands on it is built or pushed; `@NAME_layers` has its layers, and is fetched only
    when a layout or a tar holds them. So `.digest` and `.push` need some kilobytes of the base.
    Every document and layer is checked by its digest.

    Logins come from Docker's config.json (`auths`; DOCKER_CONFIG names its folder). Settings:
    `--repo_env=LAMBDA_BASE_MIRROR=https://HOST` fetches everything from a mirror that has the same repositories
    (http:// for 127.0.0.1); `--repo_env=LAMBDA_BASE_TOKEN_SERVICE=https://REALM?service=S` names the mirror's
    token service. A base that is declared by this is never replaced by the empty one.

    Args:
      name: of the repository.
      architecture: Lambda's name of it, `x86_64` or `arm64`.
      image: REGISTRY/REPOSITORY[:TAG]@sha256:DIGEST. The digest may name an index or one
          platform's manifest.
      glibc: the version of the base's glibc, against which dynamic programs are checked; empty if
          it has none.
      token_service: where the registry's tokens come from, for registries that this project does
          not know: `https://REALM?service=SERVICE`.
    """
    declare_base(name, architecture, image, glibc, token_service, is_default = False)
