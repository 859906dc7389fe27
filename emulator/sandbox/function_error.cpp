// The errors that Lambda itself reports for a function, worded as Lambda words them.
#include "emulator/sandbox/function_error.h"

#include <algorithm>
#include <format>
#include <utility>

#include "core/json/json_check.h"
#include "core/json/json_string.h"

namespace lambda::emulator {
namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/// One capital, then at least one letter, letters only.
bool is_reason(std::string_view text) {
  return text.size() >= 2 && text[0] >= 'A' && text[0] <= 'Z' &&
         std::ranges::all_of(text, is_letter);
}

}  // namespace

std::string error_document(std::string_view type, std::string_view message) {
  return std::format(R"({{"errorType":{},"errorMessage":{}}})", json_string(type),
                     json_string(message));
}

FunctionResult platform_error(std::string_view request_id, std::string_view type,
                              std::string_view message) {
  FunctionResult outcome;
  outcome.payload =
      error_document(type, std::format("RequestId: {} Error: {}", request_id, message));
  outcome.is_function_error = true;
  outcome.error_type = type;
  return outcome;
}

std::string timeout_message(std::chrono::milliseconds timeout) {
  const std::chrono::duration<double> seconds = timeout;
  return std::format("Task timed out after {:.2f} seconds", seconds.count());
}

FunctionResult reported_error(std::string_view type, std::string document) {
  FunctionResult outcome;
  outcome.is_function_error = true;
  outcome.error_type = normalized_error_type(type);
  outcome.payload = find_json_fault(document) ? error_document(outcome.error_type, document)
                                              : std::move(document);
  return outcome;
}

FunctionResult response_too_large_error() {
  FunctionResult outcome;
  outcome.is_function_error = true;
  outcome.error_type = "Function.ResponseSizeTooLarge";
  outcome.payload = error_document(
      outcome.error_type,
      std::format("Response payload size exceeded maximum allowed payload size ({} bytes).",
                  kResponseBytesMax));
  return outcome;
}

std::string normalized_error_type(std::string_view type) {
  for (const std::string_view category : {"Runtime.", "Function."}) {
    if (type.starts_with(category) && is_reason(type.substr(category.size()))) {
      return std::string(type);
    }
  }
  return type.starts_with("Function.") ? "Function.Unknown" : "Runtime.Unknown";
}

}  // namespace lambda::emulator
