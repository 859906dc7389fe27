// The writer: ASCII is copied or escaped, everything else is decoded and checked first.
#include "core/json/json_string.h"

#include <cstddef>
#include <cstdint>

#include "core/text/utf8.h"

namespace lambda {
namespace {

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

void append_string(std::string& json, std::string_view bytes, bool is_ascii_only) {
  json += '"';
  while (!bytes.empty()) {
    const text::CodePoint point = text::first_code_point(bytes);
    if (point.value < 0x80) {
      append_ascii(json, static_cast<char>(point.value));
    } else if (is_ascii_only) {
      append_escape(json, point.value);
    } else if (point.is_malformed) {
      json += "\xEF\xBF\xBD";
    } else {
      json += bytes.substr(0, point.bytes);
    }
    bytes.remove_prefix(point.bytes);
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

std::string json_string(std::string_view text) {
  std::string json;
  append_json_string(json, text);
  return json;
}

}  // namespace lambda
