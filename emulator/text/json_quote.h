// Writes a text as a JSON string. Source: RFC 8259, section 7.
#pragma once

#include <string>
#include <string_view>

namespace lambda::emulator {

/// `text` in double quotes, escaped; bytes that are not UTF-8 become U+FFFD.
std::string json_quote(std::string_view text);

}  // namespace lambda::emulator
