// Lambda's quotas and its own variables, each once. Starlark cannot read this file:
// images/private/checks.bzl has copies of those that a rule refuses by, and
// //deploy/plan:shared_cases_test compares them.
// Source: AWS Lambda Developer Guide, "Lambda quotas" and "Working with Lambda environment
// variables", November 2026; the service model of botocore: Timeout, MemorySize, Handler, Alias.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace lambda::quotas {

/// Seconds of one invocation. Managed Instances take 5,400 for asynchronous calls, which nothing
/// here makes.
inline constexpr std::uint64_t kTimeoutSecondsMin = 1;
inline constexpr std::uint64_t kTimeoutSecondsMax = 1'800;

/// Megabytes. More than kOrdinaryMemoryMbMax is for Managed Instances.
inline constexpr std::uint64_t kMemoryMbMin = 128;
inline constexpr std::uint64_t kOrdinaryMemoryMbMax = 10'240;
inline constexpr std::uint64_t kMemoryMbMax = 32'768;

/// Characters.
inline constexpr std::size_t kFunctionNameMax = 64;
inline constexpr std::size_t kAliasNameMax = 128;
inline constexpr std::size_t kHandlerMax = 128;
inline constexpr std::size_t kRoleNameMax = 64;
inline constexpr std::size_t kClientContextBytesMax = 3'583;  // In base64.

/// All variables of a function together, written as one JSON object.
inline constexpr std::size_t kEnvironmentBytesMax = 4'096;

inline constexpr std::size_t kAttachedLayersMax = 5;
inline constexpr std::uint64_t kZipBytesMax = 50u << 20;         // Of a direct upload.
inline constexpr std::size_t kPayloadBytesMax = 6'291'456;       // Of a call that waits.
inline constexpr std::size_t kAsyncPayloadBytesMax = 1'048'576;  // Of one that does not.

/// What Lambda sets itself and refuses in a configuration: about the function, and its role's
/// credentials. TZ is listed with them, but accepted.
inline constexpr std::array<std::string_view, 18> kRuntimeVariables = {
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
};
inline constexpr std::array<std::string_view, 4> kCredentialVariables = {
    "AWS_ACCESS_KEY",
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
};

}  // namespace lambda::quotas
