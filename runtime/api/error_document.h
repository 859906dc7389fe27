// The two JSON texts an error is reported as. No I/O.
// Source: AWS Lambda Developer Guide, "Using the Lambda runtime API", invocation error
// (errorMessage, errorType, stackTrace); AWS's runtime clients for the X-Ray cause, whose schema
// has no page.
#pragma once

#include <string>

#include "runtime/errors/function_error.h"

namespace lambda::api {

/// The body of an error request. Valid JSON in UTF-8, whatever the error's bytes are.
std::string encode_error_document(const FunctionError& error);

/// The value of the X-Ray error cause header: valid JSON, ASCII only. Empty when it would exceed 32
/// KiB:
/// Lambda then does without.
std::string encode_xray_cause(const FunctionError& error, const std::string& working_directory);

}  // namespace lambda::api
