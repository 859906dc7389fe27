// The cases of a lambda_function_test: events, and the expected answers. A JSON array, written by
// images/private/function_test.bzl, of objects with "event" and either "answer" or "error".
#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "core/errors/error.h"

namespace lambda::images {

inline constexpr std::size_t kFunctionCasesMax = 1000;

/// One event. Owns its texts.
struct FunctionCase {
  std::string event;
  std::string expected;   // The whole answer, or a part of the error document.
  bool is_error = false;  // The function must fail.
};

/// Error: FunctionTest.Malformed, saying what is wrong with `json`.
std::expected<std::vector<FunctionCase>, Error> parse_function_cases(std::string_view json);

/// How the function's exit status and output differ from what is expected; empty when they do not.
std::string complaint(const FunctionCase& expected, int status, std::string_view said);

}  // namespace lambda::images
