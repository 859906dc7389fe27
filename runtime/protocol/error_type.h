// Lambda's error type header accepts `Runtime.` or `Function.`, then letters, the first a capital.
// Source: AWS's runtime interface emulator, which replaces any other value by Function.Unknown or
// Runtime.Unknown. The document's errorType is free text; this is for the header alone.
#pragma once

#include <string>
#include <string_view>

namespace lambda::protocol {

/// `type` where Lambda accepts it; else Function. and the letters of `type`, each word's first a
/// capital: std::out_of_range becomes Function.StdOutOfRange; with fewer than two letters
/// Function.Unknown.
std::string header_error_type(std::string_view type);

}  // namespace lambda::protocol
