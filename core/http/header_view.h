// One header field of an HTTP message, and how its name compares.
// Source: RFC 9110 section 5.1 (field names are case-insensitive) and 5.6.2 (what a token is made
// of).
#pragma once

#include <cstddef>
#include <string_view>

namespace lambda::http {

/// Borrows both texts from the buffer that was parsed.
struct HeaderView {
  std::string_view name;   // Never empty, without white space; spelled as it was received.
  std::string_view value;  // Without the white space around it; may be empty.
};

/// Whether `name` is the header `known`, which must consist of letters and hyphens. Letters differ
/// from their other case in bit 0x20 alone, and only CR, which no name contains, differs so from a
/// hyphen; so the bit is left out of the comparison. No early exit: this vectorizes.
constexpr bool is_header(std::string_view name, std::string_view known) {
  if (name.size() != known.size()) {
    return false;
  }
  unsigned char difference = 0;
  for (std::size_t i = 0; i < known.size(); ++i) {
    difference |= static_cast<unsigned char>((name[i] ^ known[i]) & ~0x20);
  }
  return difference == 0;
}

}  // namespace lambda::http
