// Between UTF-8 and arrays of code points, fast where the text is ASCII. No I/O, no allocation.
// Source: Unicode Standard, table 3-7 (well-formed UTF-8).
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace lambda::text {

inline constexpr std::size_t kUtf8BytesMax = 4;  // Of one code point.

/// How far a text is UTF-8.
struct Utf8Extent {
  std::size_t code_points;  // In the bytes that are.
  std::size_t valid_bytes;  // Before the first that are not; the text's size when all are.
};

/// Thread-safe, as all of this file.
Utf8Extent measure_utf8(std::string_view text);

/// `text` must be UTF-8, and `to` have room for its code points.
void decode_utf8(std::string_view text, std::uint32_t* to);

/// Writes at most kUtf8BytesMax bytes for each. What is no Unicode scalar value, such as a
/// surrogate, becomes U+FFFD. Result: how many bytes.
std::size_t encode_utf8(std::span<const std::uint32_t> code_points, char* to);

}  // namespace lambda::text
