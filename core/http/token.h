// Tokens of HTTP: methods, field names, codings, parameters.
// Source: RFC 9110, section 5.6.2 (what a token is made of) and 5.1 (names are case-insensitive).
#pragma once

#include <algorithm>
#include <string_view>

namespace lambda::http {

constexpr bool is_token_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view("!#$%&'*+-.^_`|~").contains(c);
}

constexpr bool is_token(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, is_token_character);
}

/// Whether two tokens are equal, in any case (ASCII).
constexpr bool is_same_token(std::string_view a, std::string_view b) {
  const auto lower = [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
  };
  return std::ranges::equal(a, b, {}, lower, lower);
}

}  // namespace lambda::http
