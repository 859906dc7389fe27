// Writes JSON strings. No I/O. Source: RFC 8259 section 7; Unicode Standard, table 3-7 (well-formed
// UTF-8) and section 3.9 (each maximal subpart of an ill-formed sequence becomes one U+FFFD).
#pragma once

#include <string>
#include <string_view>

namespace lambda {

/// Appends `text` to `json` as a JSON string, quotes included. Invalid UTF-8 is replaced by U+FFFD,
/// so that any bytes give valid JSON.
void append_json_string(std::string& json, std::string_view text);

/// As append_json_string(), in ASCII only: other code points are written as \u escapes. For
/// headers.
void append_ascii_json_string(std::string& json, std::string_view text);

/// Returns `text` as a JSON string, quotes included.
std::string json_string(std::string_view text);

}  // namespace lambda
