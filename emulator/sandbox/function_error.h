// The errors that Lambda itself reports for a function, in Lambda's words.
// Source: AWS Lambda Developer Guide, "Using the Lambda runtime API" and "Troubleshoot invocation
// issues".
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "emulator/sandbox/invocation.h"

namespace lambda::emulator {

/// {"errorType":…,"errorMessage":…}
std::string error_document(std::string_view type, std::string_view message);

/// A function error of `type`; "RequestId: … Error: " is put before the message.
FunctionResult platform_error(std::string_view request_id, std::string_view type,
                              std::string_view message);

/// "Task timed out after 3.00 seconds".
std::string timeout_message(std::chrono::milliseconds timeout);

/// The error that a runtime posted. A document that is not JSON is wrapped in one.
FunctionResult reported_error(std::string_view type, std::string document);

/// The response exceeds what Lambda passes on.
FunctionResult response_too_large_error();

/// The error type as Lambda keeps it: "Runtime.Xxx" or "Function.Xxx" unchanged, another that
/// begins with "Function." becomes "Function.Unknown", any other "Runtime.Unknown".
std::string normalized_error_type(std::string_view type);

}  // namespace lambda::emulator
