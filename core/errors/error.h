// An error a caller can act on: a stable type, and a message for people.
#pragma once

#include <expected>
#include <string>
#include <utility>

namespace lambda {

/// Owns its texts. Safe to move between threads. What follows from it is the caller's policy.
struct Error {
  std::string type;     // Stable, "Category.Reason", as in Lambda's error type header.
  std::string message;  // Names the input, the rule it broke, and what to write instead.
};

/// The error of `type` and `message` as the result of a function that returns a std::expected.
inline std::unexpected<Error> failure(std::string type, std::string message) {
  return std::unexpected(Error{.type = std::move(type), .message = std::move(message)});
}

}  // namespace lambda
