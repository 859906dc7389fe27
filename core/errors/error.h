// An error a caller can act on: a stable type, and a message for people.
#pragma once

#include <expected>
#include <string>
#include <utility>

namespace lambda {

/// What the caller does about an error.
enum class Remedy {
  kRetry,              // Passing: the same call may succeed, on a new connection.
  kReportAndContinue,  // This invocation is lost; the next one is served.
  kReportAndExit,      // The process cannot go on; it exits with a status other than 0.
};

/// Owns its texts. Safe to move between threads.
struct Error {
  Remedy remedy = Remedy::kReportAndExit;
  std::string type;     // Stable, "Category.Reason", as in Lambda's error type header.
  std::string message;  // Names the input, the rule it broke, and what to write instead.
};

/// The error of `type` and `message` as the result of a function that returns a std::expected.
inline std::unexpected<Error> failure(std::string type, std::string message) {
  return std::unexpected(Error{Remedy::kReportAndExit, std::move(type), std::move(message)});
}

}  // namespace lambda
