// Parses one line of an HTTP header or trailer section.
// Source: RFC 9110, section 5; RFC 9112, section 5.
#pragma once

#include <expected>
#include <string_view>

#include "emulator/http/http_message.h"

namespace lambda::emulator {

/// Whether `text` is a token, as methods and field names must be.
bool is_http_token(std::string_view text);

/// The field on `line`, which has no line end. Error: no name, a space in the name, or a control
/// character in the value, which includes the obsolete continuation lines.
std::expected<HttpField, HttpFault> parse_http_field(std::string_view line);

}  // namespace lambda::emulator
