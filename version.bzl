"""The version of this project: the one that is being made, or was just released.

No other file says it.
"""

VERSION = "0.1"

# For `local_defines` of the C++ that tells it.
VERSION_DEFINES = ["LAMBDA_VERSION=\\\"{}\\\"".format(VERSION)]
