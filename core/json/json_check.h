// Validates JSON and locates the first fault. Builds no tree, so that 6 MB cost little.
// Source: RFC 8259.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace lambda {

/// The first place where a text breaks RFC 8259.
struct JsonFault {
  std::size_t line = 1;    // Counted from 1.
  std::size_t column = 1;  // In bytes, counted from 1.
  std::string reason;      // "Unexpected character '}': was expecting a value".
};

inline constexpr std::size_t kJsonDepthMax = 1000;

/// Absent when `text` is one JSON value in UTF-8, nested at most kJsonDepthMax deep.
std::optional<JsonFault> find_json_fault(std::string_view text);

/// "reason (line 1, column 2)".
std::string describe(const JsonFault& fault);

}  // namespace lambda
