// Finds bytes, eight at a time, and reads numbers: the inner loops of the parsers. No I/O.
// The C library's memchr() may go byte by byte, and std::from_chars() does more than decimal
// digits.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <optional>
#include <string_view>

namespace lambda::http {

static_assert(std::endian::native == std::endian::little, "The first byte is a word's lowest.");

/// A word whose highest bit in each byte is set where that byte of `word` is below `limit`, at most
/// 0x80.
/// After the first such byte others may be set wrongly. Source: "hasless" of Bit Twiddling Hacks.
constexpr std::uint64_t mark_below(std::uint64_t word, unsigned char limit) {
  return (word - 0x0101010101010101 * limit) & ~word & 0x8080808080808080;
}

/// The index of the first byte from `begin` on for which `mark` sets the highest bit; the text's
/// size when there is none.
template <typename Mark>
inline std::size_t find_marked(std::string_view text, std::size_t begin, Mark mark) {
  std::size_t at = begin;
  for (; at + sizeof(std::uint64_t) <= text.size(); at += sizeof(std::uint64_t)) {
    std::uint64_t word;
    std::memcpy(&word, text.data() + at, sizeof(word));
    if (const std::uint64_t marks = mark(word); marks != 0) {
      return at + static_cast<std::size_t>(std::countr_zero(marks)) / 8;
    }
  }
  if (at == text.size()) {
    return at;
  }
  std::uint64_t last = ~std::uint64_t{0};
  std::memcpy(&last, text.data() + at, text.size() - at);
  const std::uint64_t marks = mark(last);
  return marks == 0 ? text.size() : at + static_cast<std::size_t>(std::countr_zero(marks)) / 8;
}

/// The first byte below `limit`, which is at most 0x80.
inline std::size_t find_below(std::string_view text, unsigned char limit, std::size_t begin) {
  return find_marked(text, begin, [=](std::uint64_t word) { return mark_below(word, limit); });
}

/// The first control character, blank or colon: where a header's name ends.
inline std::size_t find_name_end(std::string_view text) {
  constexpr std::uint64_t kColons = 0x0101010101010101 * ':';
  return find_marked(text, 0, [](std::uint64_t word) {
    return mark_below(word, ' ' + 1) | mark_below(word ^ kColons, 1);
  });
}

/// The number in `text`, which must be decimal digits alone; no value otherwise, or above 64 bits.
constexpr std::optional<std::uint64_t> parse_decimal(std::string_view text) {
  constexpr std::uint64_t kMax = std::numeric_limits<std::uint64_t>::max();
  std::uint64_t value = 0;
  for (const char c : text) {
    const unsigned digit = static_cast<unsigned char>(c) - unsigned{'0'};
    if (digit > 9 || value > (kMax - digit) / 10) {
      return std::nullopt;
    }
    value = value * 10 + digit;
  }
  return text.empty() ? std::nullopt : std::optional(value);
}

}  // namespace lambda::http
