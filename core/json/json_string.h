// Writes JSON strings. No I/O. Source: RFC 8259 section 7; Unicode Standard, table 3-7 (well-formed
// UTF-8) and section 3.9 (each maximal subpart of an ill-formed sequence becomes one U+FFFD).
#pragma once

#include <string>
#include <string_view>

namespace lambda::api {

/// Appends `text` to `json` as a JSON string, quotes included. Any bytes are allowed: what is no
/// UTF-8 becomes U+FFFD, so the result is always valid JSON in UTF-8.
void append_json_string(std::string& json, std::string_view text);

/// As append_json_string(), in ASCII only: what is beyond is written as \u escapes. For headers.
void append_ascii_json_string(std::string& json, std::string_view text);

}  // namespace lambda::api
