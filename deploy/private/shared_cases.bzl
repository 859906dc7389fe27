"""Values that a target and `deploy` both check, and which of them takes each: "both", "deploy" alone, or "neither".

A target's rule refuses before anything is built, `deploy` before anything is sent; nothing may be
built that `deploy` then refuses. The rules of //images/private:checks.bzl and the checks of
//deploy/plan are each held to this table.
"""

load(
    "//core/lambda:quotas.bzl",
    "ENVIRONMENT_BYTES_MAX",
    "FUNCTION_NAME_MAX",
    "HANDLER_MAX",
    "MEMORY_MB_MAX",
    "MEMORY_MB_MIN",
    "TIMEOUT_SECONDS_MAX",
)
load(
    "//images/private:checks.bzl",
    "RESERVED_VARIABLES",
    "check_environment",
    "check_handler",
    "check_limits",
    "check_name",
)

# Texts are told apart from numbers by their list.
CASES = {
    "handler": {
        "app.main": "both",
        "a b": "neither",
        "a\tb": "neither",
        "h" * 128: "both",
        "h" * 129: "neither",
    },
    "memory": {
        "127": "neither",
        "128": "both",
        "10240": "both",
        "32768": "both",
        "32769": "neither",
    },
    "name": {
        "hello": "both",
        "a": "both",
        "my-function_2": "both",
        "Hello": "deploy",
        "a.b": "neither",
        "a/b": "neither",
        "a b": "neither",
        "": "neither",
        "x" * 64: "both",
        "x" * 65: "neither",
    },
    "timeout": {
        "1": "both",
        "900": "both",
        "1800": "both",
        "1801": "neither",
    },
    "variable": {
        "AB": "both",
        "a_1": "both",
        "TZ": "both",
        "AWS_LAMBDA_EXEC_WRAPPER": "both",
        "A": "neither",
        "_AB": "neither",
        "1AB": "neither",
        "A-B": "neither",
        "A B": "neither",
        "": "neither",
    } | {name: "neither" for name in RESERVED_VARIABLES},
    "variable_bytes": {
        # The length of the value of a variable AB, whose JSON has nine characters more.
        str(4096 - 9): "both",
        str(4097 - 9): "neither",
    },
}

# The numbers that messages name, as the rules have them.
LIMITS = {
    "environment_bytes_max": ENVIRONMENT_BYTES_MAX,
    "handler_max": HANDLER_MAX,
    "memory_mb_max": MEMORY_MB_MAX,
    "memory_mb_min": MEMORY_MB_MIN,
    "name_max": FUNCTION_NAME_MAX,
    "timeout_seconds_max": TIMEOUT_SECONDS_MAX,
}

# A target's check for each kind of case.
TARGET_CHECKS = {
    "handler": check_handler,
    "memory": lambda value: check_limits(None, int(value)),
    "name": check_name,
    "timeout": lambda value: check_limits(int(value), None),
    "variable": lambda value: check_environment({value: "x"}),
    "variable_bytes": lambda value: check_environment({"AB": "x" * int(value)}),
}

RESERVED = RESERVED_VARIABLES
