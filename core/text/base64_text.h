// Base64 to and from text. Source: RFC 4648, section 4.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace lambda {

/// One line, padded.
std::string to_base64(std::string_view bytes);

/// Absent when `text` is no padded base64 in one line.
std::optional<std::string> from_base64(std::string_view text);

}  // namespace lambda
