// Encodes and decodes base64. Source: RFC 4648, section 4.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace lambda {

/// Encodes `bytes` as one line, padded.
std::string to_base64(std::string_view bytes);

/// Decodes one line of padded base64. Absent when `text` is malformed.
std::optional<std::string> from_base64(std::string_view text);

}  // namespace lambda
