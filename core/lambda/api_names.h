// The paths and header names of the Runtime API and the invoke API.
// Source: AWS Lambda Developer Guide, "Using the Lambda runtime API"; AWS Lambda API Reference,
// "Invoke".
// HTTP header names compare without regard to case; these are the spellings we send.
#pragma once

#include <string_view>

namespace lambda::api_names {

// Runtime API, what a runtime calls. Paths between prefix and suffix hold the request id.
inline constexpr std::string_view kNextPath = "/2018-06-01/runtime/invocation/next";
inline constexpr std::string_view kInvocationPathPrefix = "/2018-06-01/runtime/invocation/";
inline constexpr std::string_view kResponsePathSuffix = "/response";
inline constexpr std::string_view kErrorPathSuffix = "/error";
inline constexpr std::string_view kInitErrorPath = "/2018-06-01/runtime/init/error";

// Headers of the answer to "next".
inline constexpr std::string_view kRequestId = "Lambda-Runtime-Aws-Request-Id";
inline constexpr std::string_view kDeadlineMs = "Lambda-Runtime-Deadline-Ms";
inline constexpr std::string_view kInvokedFunctionArn = "Lambda-Runtime-Invoked-Function-Arn";
inline constexpr std::string_view kTraceId = "Lambda-Runtime-Trace-Id";
inline constexpr std::string_view kClientContext = "Lambda-Runtime-Client-Context";
inline constexpr std::string_view kCognitoIdentity = "Lambda-Runtime-Cognito-Identity";
inline constexpr std::string_view kTenantId = "Lambda-Runtime-Aws-Tenant-Id";
inline constexpr std::string_view kInvocationId = "Lambda-Runtime-Invocation-Id";  // Echoed back.

// Headers of "error".
inline constexpr std::string_view kErrorType = "Lambda-Runtime-Function-Error-Type";
inline constexpr std::string_view kXRayErrorCause = "Lambda-Runtime-Function-XRay-Error-Cause";

// Of a streamed response: how it is sent, and the trailer that says what ended it.
inline constexpr std::string_view kResponseMode = "Lambda-Runtime-Function-Response-Mode";
inline constexpr std::string_view kErrorBody = "Lambda-Runtime-Function-Error-Body";

// Invoke API, what a caller of the function uses.
inline constexpr std::string_view kInvokePathPrefix = "/2015-03-31/functions/";
inline constexpr std::string_view kInvokePathSuffix = "/invocations";
inline constexpr std::string_view kInvocationType = "X-Amz-Invocation-Type";
inline constexpr std::string_view kLogType = "X-Amz-Log-Type";
inline constexpr std::string_view kCallerClientContext = "X-Amz-Client-Context";
inline constexpr std::string_view kCallerTenantId = "X-Amz-Tenant-Id";
// Of the emulators only: Lambda takes the identity from the caller's credentials.
inline constexpr std::string_view kCallerCognitoIdentity = "X-Amz-Cognito-Identity";
inline constexpr std::string_view kFunctionError = "X-Amz-Function-Error";
inline constexpr std::string_view kLogResult = "X-Amz-Log-Result";
inline constexpr std::string_view kExecutedVersion = "X-Amz-Executed-Version";
inline constexpr std::string_view kCallerRequestId = "X-Amzn-RequestId";
inline constexpr std::string_view kCallerTraceId = "X-Amzn-Trace-Id";
inline constexpr std::string_view kExceptionType = "x-amzn-ErrorType";

}  // namespace lambda::api_names
