// What a handler says when it cannot answer. Lambda hands it to the caller as a function error.
// Source: AWS Lambda Developer Guide, "Using the Lambda runtime API", invocation error.
#pragma once

#include <string>
#include <vector>

namespace lambda {

/// Owns its texts. Any bytes are allowed; invalid UTF-8 is replaced by U+FFFD when it
/// is sent.
struct FunctionError {
  std::string type;     // Free text, as a caller sees it: "OutOfStock", "std::out_of_range".
  std::string message;  // For people.
  std::vector<std::string> stack;  // Innermost frame first; may be empty.
};

}  // namespace lambda
