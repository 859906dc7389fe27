// What Lambda is told of an error: its document, the type in the header, the X-Ray cause; and how
// much of an error that is. No I/O.
// Source: AWS Lambda Developer Guide, "Using the Lambda runtime API", invocation error
// (errorMessage, errorType, stackTrace); AWS's runtime clients for the X-Ray cause, whose schema
// has no page; AWS's runtime interface emulator for the header's type: it accepts `Runtime.` or
// `Function.`, then letters, the first a capital, and replaces any other by Function.Unknown or
// Runtime.Unknown.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "runtime/errors/function_error.h"

namespace lambda::protocol {

// Of an error that is reported. Escaped, all of them stay below 1 MiB, which is as much as every
// kind of function may send: a byte becomes six at most.
inline constexpr std::size_t kErrorMessageBytesMax = 64 * 1024;
inline constexpr std::size_t kErrorTypeBytesMax = 1024;
inline constexpr std::size_t kStackLinesMax = 100;
inline constexpr std::size_t kStackLineBytesMax = 1000;

inline constexpr std::size_t kXRayCauseBytesMax = 32 * 1024;

/// A copy within these limits. What is longer is cut where a character ends, and says so in its
/// last bytes or its last line.
FunctionError bound_error(const FunctionError& error);

/// The body of an error request. Valid JSON in UTF-8, whatever the error's bytes are.
std::string encode_error_document(const FunctionError& error);

/// The value of the error type header: `type` where Lambda accepts it; else Function. and the
/// letters of `type`, each word's first a capital: std::out_of_range becomes
/// Function.StdOutOfRange; with fewer than two letters Function.Unknown. The document's errorType
/// is free text.
std::string header_error_type(std::string_view type);

/// The value of the X-Ray error cause header: valid JSON, ASCII only. Empty when it would exceed
/// kXRayCauseBytesMax: Lambda then does without.
std::string encode_xray_cause(const FunctionError& error, const std::string& working_directory);

}  // namespace lambda::protocol
