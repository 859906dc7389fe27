// Reads which function a caller means. Source: AWS Lambda API Reference, "Invoke".
#include "emulator/invoke/function_name.h"

#include <algorithm>
#include <charconv>
#include <utility>
#include <vector>

namespace lambda::emulator {
namespace {

constexpr std::size_t kTextBytesMax = 256;
constexpr std::size_t kNameBytesMax = 64;
constexpr std::size_t kQualifierBytesMax = 128;
constexpr std::size_t kAccountDigits = 12;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_name_char(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
}
bool is_region_char(char c) { return is_digit(c) || (c >= 'a' && c <= 'z') || c == '-'; }

bool is_name(std::string_view text) {
  return !text.empty() && text.size() <= kNameBytesMax && std::ranges::all_of(text, is_name_char);
}
bool is_account(std::string_view text) {
  return text.size() == kAccountDigits && std::ranges::all_of(text, is_digit);
}
bool is_region(std::string_view text) {
  return text.find('-') != std::string_view::npos && std::ranges::all_of(text, is_region_char);
}

std::vector<std::string_view> split(std::string_view text) {
  std::vector<std::string_view> parts;
  for (;;) {
    const std::size_t colon = text.find(':');
    parts.push_back(text.substr(0, colon));
    if (colon == std::string_view::npos) {
      return parts;
    }
    text.remove_prefix(colon + 1);
  }
}

}  // namespace

bool is_qualifier(std::string_view text) {
  return text == "$LATEST" || (!text.empty() && text.size() <= kQualifierBytesMax &&
                               std::ranges::all_of(text, is_name_char));
}

std::optional<FunctionName> parse_function_name(std::string_view text) {
  if (text.size() > kTextBytesMax) {
    return std::nullopt;
  }
  const std::vector<std::string_view> parts = split(text);
  FunctionName result;
  std::size_t at = 0;
  const auto left = [&] { return parts.size() - at; };
  if (left() >= 7 && parts[0] == "arn" && parts[1].starts_with("aws") && parts[2] == "lambda" &&
      is_region(parts[3]) && is_account(parts[4]) && parts[5] == "function") {
    result.partition = parts[1];
    result.region = parts[3];
    result.account = parts[4];
    at = 6;
  } else if (left() >= 3 && is_account(parts[0]) && parts[1] == "function") {
    result.account = parts[0];
    at = 2;
  }
  if (left() > 2 || !is_name(parts[at])) {
    return std::nullopt;
  }
  result.name = parts[at];
  if (left() == 2) {
    if (!is_qualifier(parts[at + 1])) {
      return std::nullopt;
    }
    result.qualifier = parts[at + 1];
  }
  return result;
}

std::optional<std::string> percent_decoded(std::string_view text) {
  std::string result;
  while (!text.empty()) {
    if (text.front() != '%') {
      result += text.front();
      text.remove_prefix(1);
      continue;
    }
    if (text.size() < 3) {
      return std::nullopt;
    }
    unsigned char byte = 0;
    const auto [stop, error] = std::from_chars(text.data() + 1, text.data() + 3, byte, 16);
    if (error != std::errc() || stop != text.data() + 3) {
      return std::nullopt;
    }
    result += static_cast<char>(byte);
    text.remove_prefix(3);
  }
  return result;
}

}  // namespace lambda::emulator
