"""The quotas by which rules and programs both refuse, and Lambda's own variables: each once.

The rules of //images read them here; C++ has them in the header that `quotas_header` makes of them.

Sources: AWS Lambda Developer Guide, "Lambda quotas" and "Working with Lambda environment variables",
November 2026; the service model of botocore: Timeout, MemorySize, Handler.
"""

# Seconds of one invocation. Managed Instances take 5,400 for asynchronous calls, which nothing here
# makes.
TIMEOUT_SECONDS_MIN = 1
TIMEOUT_SECONDS_MAX = 1800

# Megabytes. More than ORDINARY_MEMORY_MB_MAX is for Managed Instances.
MEMORY_MB_MIN = 128
ORDINARY_MEMORY_MB_MAX = 10240
MEMORY_MB_MAX = 32768

# Characters.
FUNCTION_NAME_MAX = 64
HANDLER_MAX = 128

# All variables of a function together, written as one JSON object.
ENVIRONMENT_BYTES_MAX = 4096

# What Lambda sets itself and refuses in a configuration: about the function, and its role's
# credentials. TZ is listed with them, but accepted.
RUNTIME_VARIABLES = [
    "AWS_DEFAULT_REGION",
    "AWS_EXECUTION_ENV",
    "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
    "AWS_LAMBDA_FUNCTION_NAME",
    "AWS_LAMBDA_FUNCTION_VERSION",
    "AWS_LAMBDA_INITIALIZATION_TYPE",
    "AWS_LAMBDA_LOG_GROUP_NAME",
    "AWS_LAMBDA_LOG_STREAM_NAME",
    "AWS_LAMBDA_MAX_CONCURRENCY",
    "AWS_LAMBDA_METADATA_API",
    "AWS_LAMBDA_METADATA_TOKEN",
    "AWS_LAMBDA_RUNTIME_API",
    "AWS_REGION",
    "LAMBDA_RUNTIME_DIR",
    "LAMBDA_TASK_ROOT",
    "_HANDLER",
    "_LAMBDA_TELEMETRY_LOG_FD",
    "_X_AMZN_TRACE_ID",
]
CREDENTIAL_VARIABLES = [
    "AWS_ACCESS_KEY",
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
]

_NUMBERS = {
    "kEnvironmentBytesMax": ENVIRONMENT_BYTES_MAX,
    "kFunctionNameMax": FUNCTION_NAME_MAX,
    "kHandlerMax": HANDLER_MAX,
    "kMemoryMbMax": MEMORY_MB_MAX,
    "kMemoryMbMin": MEMORY_MB_MIN,
    "kOrdinaryMemoryMbMax": ORDINARY_MEMORY_MB_MAX,
    "kTimeoutSecondsMax": TIMEOUT_SECONDS_MAX,
    "kTimeoutSecondsMin": TIMEOUT_SECONDS_MIN,
}
_TEXTS = {
    "kCredentialVariables": CREDENTIAL_VARIABLES,
    "kRuntimeVariables": RUNTIME_VARIABLES,
}

def _quotas_header_impl(ctx):
    lines = [
        "// Generated from //core/lambda:quotas.bzl, which says what each of them is.",
        "#pragma once",
        "",
        "#include <array>",
        "#include <cstdint>",
        "#include <string_view>",
        "",
        "namespace lambda::quotas {",
        "",
    ]
    for name, value in _NUMBERS.items():
        lines.append("inline constexpr std::uint64_t {} = {};".format(name, value))
    for name, texts in _TEXTS.items():
        lines.append("inline constexpr std::array<std::string_view, {}> {} = {{".format(len(texts), name))
        lines.extend(["    \"{}\",".format(text) for text in texts])
        lines.append("};")
    lines.extend(["", "}  // namespace lambda::quotas", ""])
    ctx.actions.write(ctx.outputs.out, "\n".join(lines))

quotas_header = rule(
    implementation = _quotas_header_impl,
    doc = "Writes the quotas of this file as a C++ header.",
    attrs = {"out": attr.output(mandatory = True, doc = "The header.")},
)
