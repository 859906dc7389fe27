// Between UTF-8 and arrays of code points, fast where the text is ASCII. No I/O, no allocation.
// Source: Unicode Standard, table 3-7 (well-formed UTF-8) and section 3.9 (maximal subparts).
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace lambda::text {

inline constexpr std::size_t kUtf8BytesMax = 4;  // Of one code point.

/// One code point, as it stands at the beginning of a text.
struct CodePoint {
  std::uint32_t value;  // U+FFFD when malformed.
  std::size_t bytes;    // That it takes, at least 1; when malformed, of the maximal subpart.
  bool is_malformed;
};

/// `text` must not be empty. Thread-safe, as all of this file.
CodePoint first_code_point(std::string_view text);

/// How much of a text is valid UTF-8.
struct Utf8Extent {
  std::size_t code_points;  // In the valid bytes.
  std::size_t valid_bytes;  // Before the first invalid one; the text's size when there is none.
};

Utf8Extent measure_utf8(std::string_view text);

/// `text` must be UTF-8, and `to` have room for its code points.
void decode_utf8(std::string_view text, std::uint32_t* to);

/// Writes at most kUtf8BytesMax bytes for each; a surrogate, or what lies beyond U+10FFFF, becomes
/// U+FFFD. Result: how many bytes.
std::size_t encode_utf8(std::span<const std::uint32_t> code_points, char* to);

}  // namespace lambda::text
