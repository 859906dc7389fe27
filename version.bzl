"""The version of this project, and the only place that says it: the one that is being made, or was just released."""

VERSION = "0.1"

# For `local_defines` of the C++ that tells it.
VERSION_DEFINES = ["LAMBDA_VERSION=\\\"{}\\\"".format(VERSION)]
