// The writer: ASCII is copied or escaped, everything else is decoded and checked first.
#include "core/json/json_string.h"

#include <cstddef>
#include <cstdint>

namespace lambda::api {
namespace {

constexpr std::uint32_t kReplacement = 0xFFFD;

struct CodePoint {
  std::uint32_t value;
  std::size_t bytes;  // Consumed; at least 1.
};

/// The first code point of `text`, which must not be empty.
CodePoint decode_utf8(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text[0]);
  std::size_t length = 0;
  unsigned char second_min = 0x80;
  unsigned char second_max = 0xBF;
  if (lead < 0x80) {
    return {lead, 1};
  } else if (lead >= 0xC2 && lead <= 0xDF) {
    length = 2;
  } else if (lead >= 0xE0 && lead <= 0xEF) {
    length = 3;
    second_min = lead == 0xE0 ? 0xA0 : 0x80;  // No overlong forms,
    second_max = lead == 0xED ? 0x9F : 0xBF;  // no surrogates,
  } else if (lead >= 0xF0 && lead <= 0xF4) {
    length = 4;
    second_min = lead == 0xF0 ? 0x90 : 0x80;
    second_max = lead == 0xF4 ? 0x8F : 0xBF;  // nothing above U+10FFFF.
  } else {
    return {kReplacement, 1};
  }
  std::uint32_t value = lead & (0x7Fu >> length);
  for (std::size_t i = 1; i < length; ++i) {
    const unsigned char byte = i < text.size() ? static_cast<unsigned char>(text[i]) : 0;
    if (byte < (i == 1 ? second_min : 0x80) || byte > (i == 1 ? second_max : 0xBF)) {
      return {kReplacement, i};
    }
    value = value << 6 | (byte & 0x3Fu);
  }
  return {value, length};
}

void append_unit_escape(std::string& json, std::uint32_t unit) {
  constexpr std::string_view kHex = "0123456789abcdef";
  json += "\\u";
  for (int shift = 12; shift >= 0; shift -= 4) {
    json += kHex[unit >> shift & 0xF];
  }
}

void append_escape(std::string& json, std::uint32_t value) {
  if (value >= 0x10000) {
    append_unit_escape(json, 0xD800 + ((value - 0x10000) >> 10));
    append_unit_escape(json, 0xDC00 + ((value - 0x10000) & 0x3FF));
  } else {
    append_unit_escape(json, value);
  }
}

void append_ascii(std::string& json, char c) {
  switch (c) {
    case '"':
      json += "\\\"";
      break;
    case '\\':
      json += "\\\\";
      break;
    case '\n':
      json += "\\n";
      break;
    case '\r':
      json += "\\r";
      break;
    case '\t':
      json += "\\t";
      break;
    default:
      if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) {
        append_escape(json, static_cast<unsigned char>(c));
      } else {
        json += c;
      }
  }
}

void append_string(std::string& json, std::string_view text, bool is_ascii_only) {
  json += '"';
  while (!text.empty()) {
    const CodePoint point = decode_utf8(text);
    if (point.value < 0x80) {
      append_ascii(json, static_cast<char>(point.value));
    } else if (is_ascii_only) {
      append_escape(json, point.value);
    } else if (point.value == kReplacement) {
      json += "\xEF\xBF\xBD";
    } else {
      json += text.substr(0, point.bytes);
    }
    text.remove_prefix(point.bytes);
  }
  json += '"';
}

}  // namespace

void append_json_string(std::string& json, std::string_view text) {
  append_string(json, text, false);
}

void append_ascii_json_string(std::string& json, std::string_view text) {
  append_string(json, text, true);
}

}  // namespace lambda::api
