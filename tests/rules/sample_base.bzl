"""A base image as `lambda_base_image` declares it, of files beside the BUILD file."""

load("//images/private:base.bzl", "lambda_base")

def sample_base(name, **kwargs):
    """Makes the base `name`, which is never built.

    Args:
      name: of the target.
      **kwargs: passed to lambda_base.
    """
    lambda_base(
        name = name,
        architecture = "x86_64",
        config = "config.json",
        digest = "sha256:" + "0" * 64,
        glibc = "2.34",
        layer_digests = ["sha256:" + "1" * 64],
        manifest = "manifest.json",
        reference = "registry.example/base:1",
        tags = ["manual"],
        **kwargs
    )
