// Reads which function a caller means: a name, a partial or a full ARN, perhaps with a qualifier.
// Source: AWS Lambda API Reference, "Invoke", FunctionName and Qualifier.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace lambda::emulator {

/// The parts of a function's name. Empty where the caller left one out.
struct FunctionName {
  std::string partition;  // "aws", of a full ARN.
  std::string region;
  std::string account;
  std::string name;  // Never empty.
  std::string qualifier;
};

/// Absent when `text`, already percent-decoded, has none of the forms that Lambda takes.
std::optional<FunctionName> parse_function_name(std::string_view text);

/// Whether `text` is a version, an alias or $LATEST.
bool is_qualifier(std::string_view text);

/// Undoes percent-encoding. Absent when a '%' is not followed by two hexadecimal digits.
std::optional<std::string> percent_decoded(std::string_view text);

}  // namespace lambda::emulator
