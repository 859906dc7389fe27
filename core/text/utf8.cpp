// ASCII goes block by block, in loops that a compiler turns into vector instructions; the rest one
// code point at a time.
#include "core/text/utf8.h"

#include <algorithm>

namespace lambda::text {
namespace {

constexpr std::size_t kBlock = 64;
constexpr std::uint32_t kReplacement = 0xFFFD;

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

bool is_ascii_block(const unsigned char* bytes) {
  unsigned char all = 0;
  for (std::size_t i = 0; i < kBlock; ++i) {
    all |= bytes[i];
  }
  return all < 0x80;
}

bool is_ascii_block(const std::uint32_t* code_points) {
  std::uint32_t all = 0;
  for (std::size_t i = 0; i < kBlock; ++i) {
    all |= code_points[i];
  }
  return all < 0x80;
}

/// Reads one well-formed sequence and steps over it.
std::uint32_t decode_one(const unsigned char*& bytes) {
  const std::uint32_t lead = *bytes++;
  if (lead < 0x80) {
    return lead;
  }
  const int following = lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3;
  std::uint32_t value = lead & (0x3Fu >> following);
  for (int i = 0; i < following; ++i) {
    value = value << 6 | (*bytes++ & 0x3Fu);
  }
  return value;
}

char* encode_one(std::uint32_t value, char* to) {
  if (value < 0x80) {
    *to++ = static_cast<char>(value);
    return to;
  }
  if (value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF)) {
    value = kReplacement;
  }
  if (value < 0x800) {
    *to++ = static_cast<char>(0xC0 | value >> 6);
  } else {
    if (value < 0x10000) {
      *to++ = static_cast<char>(0xE0 | value >> 12);
    } else {
      *to++ = static_cast<char>(0xF0 | value >> 18);
      *to++ = static_cast<char>(0x80 | (value >> 12 & 0x3F));
    }
    *to++ = static_cast<char>(0x80 | (value >> 6 & 0x3F));
  }
  *to++ = static_cast<char>(0x80 | (value & 0x3F));
  return to;
}

}  // namespace

CodePoint first_code_point(std::string_view text) {
  const unsigned char* const bytes = bytes_of(text);
  const unsigned char lead = bytes[0];
  if (lead < 0x80) {
    return {lead, 1, false};
  }
  const std::size_t length = lead < 0xC2   ? 0
                             : lead < 0xE0 ? 2
                             : lead < 0xF0 ? 3
                             : lead < 0xF5 ? 4
                                           : 0;
  if (length == 0) {
    return {kReplacement, 1, true};
  }
  const unsigned char second_min = lead == 0xE0   ? 0xA0  // No overlong forms,
                                   : lead == 0xF0 ? 0x90
                                                  : 0x80;
  const unsigned char second_max = lead == 0xED   ? 0x9F  // no surrogates,
                                   : lead == 0xF4 ? 0x8F  // nothing above U+10FFFF.
                                                  : 0xBF;
  std::uint32_t value = lead & (0x7Fu >> length);
  for (std::size_t i = 1; i < length; ++i) {
    const unsigned char byte = i < text.size() ? bytes[i] : 0;
    if (byte < (i == 1 ? second_min : 0x80) || byte > (i == 1 ? second_max : 0xBF)) {
      return {kReplacement, i, true};
    }
    value = value << 6 | (byte & 0x3Fu);
  }
  return {value, length, false};
}

Utf8Extent measure_utf8(std::string_view text) {
  const unsigned char* const bytes = bytes_of(text);
  Utf8Extent extent{.code_points = 0, .valid_bytes = 0};
  while (extent.valid_bytes < text.size()) {
    const std::size_t left = text.size() - extent.valid_bytes;
    if (left >= kBlock && is_ascii_block(bytes + extent.valid_bytes)) {
      extent.code_points += kBlock;
      extent.valid_bytes += kBlock;
      continue;
    }
    const std::size_t block_end = extent.valid_bytes + std::min(left, kBlock);
    while (extent.valid_bytes < block_end) {
      const CodePoint point = first_code_point(text.substr(extent.valid_bytes));
      if (point.is_malformed) {
        return extent;
      }
      ++extent.code_points;
      extent.valid_bytes += point.bytes;
    }
  }
  return extent;
}

void decode_utf8(std::string_view text, std::uint32_t* to) {
  const unsigned char* bytes = bytes_of(text);
  const unsigned char* const end = bytes + text.size();
  while (bytes < end) {
    const std::size_t left = static_cast<std::size_t>(end - bytes);
    if (left >= kBlock && is_ascii_block(bytes)) {
      for (std::size_t i = 0; i < kBlock; ++i) {
        to[i] = bytes[i];
      }
      bytes += kBlock;
      to += kBlock;
      continue;
    }
    const unsigned char* const block_end = bytes + std::min(left, kBlock);
    while (bytes < block_end) {
      *to++ = decode_one(bytes);
    }
  }
}

std::size_t encode_utf8(std::span<const std::uint32_t> code_points, char* to) {
  char* const begin = to;
  while (!code_points.empty()) {
    const std::size_t count = std::min(code_points.size(), kBlock);
    if (count == kBlock && is_ascii_block(code_points.data())) {
      for (std::size_t i = 0; i < kBlock; ++i) {
        to[i] = static_cast<char>(code_points[i]);
      }
      to += kBlock;
    } else {
      for (const std::uint32_t value : code_points.first(count)) {
        to = encode_one(value, to);
      }
    }
    code_points = code_points.subspan(count);
  }
  return static_cast<std::size_t>(to - begin);
}

}  // namespace lambda::text
