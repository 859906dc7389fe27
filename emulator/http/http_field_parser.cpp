// Parses one line of an HTTP header or trailer section.
// Source: RFC 9110, section 5; RFC 9112, section 5.
#include "emulator/http/http_field_parser.h"

#include <algorithm>
#include <format>

namespace lambda::emulator {
namespace {

bool is_token_char(char c) {
  const bool is_alphanumeric =
      (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  return is_alphanumeric || std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

bool is_value_char(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return c == '\t' || (byte >= 0x20 && byte != 0x7F);
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) {
    text.remove_prefix(1);
  }
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) {
    text.remove_suffix(1);
  }
  return text;
}

}  // namespace

bool is_http_token(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, is_token_char);
}

std::expected<HttpField, HttpFault> parse_http_field(std::string_view line) {
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos || !is_http_token(line.substr(0, colon))) {
    return std::unexpected(HttpFault{400, "A header line is not \"Name: value\"."});
  }
  const std::string_view name = line.substr(0, colon);
  const std::string_view value = trim(line.substr(colon + 1));
  if (!std::ranges::all_of(value, is_value_char)) {
    return std::unexpected(
        HttpFault{400, std::format("Header {} has a control character in its value.", name)});
  }
  return HttpField{std::string(name), std::string(value)};
}

}  // namespace lambda::emulator
