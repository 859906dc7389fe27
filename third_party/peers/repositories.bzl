"""Programs that tests run against and Debian does not package. Fetched only when a test needs one.

What Debian packages is in packages.txt beside this file.
"""

load("//third_party/pip:environment.bzl", "pip_environment")
load("//third_party/pip:wheel.bzl", "pip_wheel")

# The services whose descriptions stay; and those that the aws command has to find at its start.
_SERVICES = [
    "ecr",
    "iam",
    "lambda",
    "logs",
    "s3",
    "sts",
]
_RENAMED_SERVICES = [
    "codedeploy",
    "config",
    "sagemaker-runtime",
    "sdb",
    "sms-voice",
]

def peers_repositories():
    """Declares them.

    `@aws_emulator` holds AWS's own Lambda emulator for both architectures; `@aws_python` moto,
    which plays AWS's services, and version 1 of the `aws` command.
    """
    pip_wheel(
        name = "aws_emulator",
        build_file = "//third_party/peers:aws_emulator.BUILD",
        executables = [
            "samcli/local/rapid/aws-lambda-rie-arm64",
            "samcli/local/rapid/aws-lambda-rie-x86_64",
        ],
        requirement = "aws-sam-cli==1.170.0",
        sha256 = "24ebaf5ecba38dc1758089968cb89ab61e124b84e92a344fc7a2771a47f4d0bf",
    )
    pip_environment(
        name = "aws_python",
        build_file = "//third_party/peers:aws_python.BUILD",
        kept_folders = {
            "awscli/botocore/data": _SERVICES + _RENAMED_SERVICES,
            "awscli/examples": _SERVICES,
            "botocore/data": _SERVICES,
        },
        lock = "//third_party/peers:python.lock",
    )
