"""The base images that images stand on by default, by digest. Data only.

The digests were seen pinned in public repositories in 2026. They could not be compared with the
registry from where this was written, so the first build with network is what proves them: a digest
that does not exist ends in an error that says so, and no other bytes than its own are ever taken.
"""

DEFAULT_BASES = {
    # What an image stands on when lambda_function names no base.
    "lambda_base": struct(
        image = "public.ecr.aws/amazonlinux/amazonlinux:2023@sha256:06da5a3362eda00c5114227ac81abe56dd9b943395553b7c64a310457f4d9e2b",
        glibc = "2.34",
    ),
    # AWS's own base for custom runtimes: Amazon Linux 2023 with AWS's entry point and emulator.
    "lambda_provided": struct(
        image = "public.ecr.aws/lambda/provided:al2023@sha256:c6a2e7cb103884b785ebce3ce826c7cfd68e9843d8d5e6773a53e902ced83a19",
        glibc = "2.34",
    ),
}
