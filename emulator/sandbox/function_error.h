// The errors that Lambda itself reports for a function, worded as Lambda words them.
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

/// A function error of `type`; the message is put behind "RequestId: … Error: ".
FunctionResult platform_error(std::string_view request_id, std::string_view type,
                              std::string_view message);

/// "Task timed out after 3.00 seconds".
std::string timeout_message(std::chrono::milliseconds timeout);

/// The error that a runtime posted: its document, made JSON if it is none.
FunctionResult reported_error(std::string_view type, std::string document);

/// The function answered more than Lambda passes on.
FunctionResult response_too_large_error();

/// The error type as Lambda keeps it: "Runtime.Xxx" or "Function.Xxx" unchanged, another that
/// begins with "Function." becomes "Function.Unknown", any other "Runtime.Unknown".
std::string normalized_error_type(std::string_view type);

}  // namespace lambda::emulator
