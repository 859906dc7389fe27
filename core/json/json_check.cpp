// Says whether a text is JSON, and where it stops being JSON. Source: RFC 8259, sections 2 to 8.
#include "core/json/json_check.h"

#include <algorithm>
#include <cctype>
#include <format>
#include <utility>

#include "core/text/utf8.h"

namespace lambda {
namespace {

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

/// Walks the text once, with a stack of open brackets instead of recursion.
class Checker {
 public:
  explicit Checker(std::string_view text) : text_(text) {}

  /// Empty when the whole text is one value; else what is wrong at position().
  std::string run() {
    std::string fault = value();
    while (fault.empty()) {
      skip_spaces();
      if (open_.empty()) {
        return at_end() ? "" : unexpected("the end: one JSON value only");
      }
      fault = after_value();
    }
    return fault;
  }
  std::size_t position() const { return at_; }

 private:
  bool at_end() const { return at_ >= text_.size(); }
  char here() const { return text_[at_]; }
  void skip_spaces() {
    while (!at_end() && is_space(here())) {
      ++at_;
    }
  }

  std::string unexpected(std::string_view wanted) const {
    if (at_end()) {
      return std::format("Unexpected end of the text: was expecting {}", wanted);
    }
    const char c = here();
    if (c > ' ' && c < 0x7F) {
      return std::format("Unexpected character '{}': was expecting {}", c, wanted);
    }
    return std::format("Unexpected byte 0x{:02X}: was expecting {}", static_cast<unsigned char>(c),
                       wanted);
  }

  /// One value, or the start of an array or object and its first value.
  std::string value() {
    for (;;) {
      skip_spaces();
      if (at_end()) {
        return unexpected("a JSON value");
      }
      const char c = here();
      if (c != '[' && c != '{') {
        return scalar(c);
      }
      if (open_.size() == kJsonDepthMax) {
        return std::format("Nested deeper than {} levels", kJsonDepthMax);
      }
      open_.push_back(c);
      ++at_;
      skip_spaces();
      if (!at_end() && here() == (c == '[' ? ']' : '}')) {
        ++at_;
        open_.pop_back();
        return "";
      }
      if (c == '{') {
        if (std::string fault = key(); !fault.empty()) {
          return fault;
        }
      }
    }
  }

  /// What follows a value inside an array or object: its end, or the next value.
  std::string after_value() {
    const bool in_object = open_.back() == '{';
    const char closing = in_object ? '}' : ']';
    if (at_end() || (here() != ',' && here() != closing)) {
      return unexpected(in_object ? "',' or '}'" : "',' or ']'");
    }
    if (text_[at_++] == closing) {
      open_.pop_back();
      return "";
    }
    if (in_object) {
      skip_spaces();
      if (std::string fault = key(); !fault.empty()) {
        return fault;
      }
    }
    return value();
  }

  std::string key() {
    if (at_end() || here() != '"') {
      return unexpected("a name in double quotes");
    }
    if (std::string fault = string(); !fault.empty()) {
      return fault;
    }
    skip_spaces();
    if (at_end() || here() != ':') {
      return unexpected("':'");
    }
    ++at_;
    return "";
  }

  std::string scalar(char c) {
    if (c == '"') {
      return string();
    }
    if (c == '-' || is_digit(c)) {
      return number();
    }
    for (const std::string_view word : {"true", "false", "null"}) {
      if (c != word[0]) {
        continue;
      }
      if (text_.substr(at_, word.size()) != word) {
        return token();
      }
      at_ += word.size();
      return "";
    }
    return token();
  }

  std::string token() const {
    std::size_t end = at_;
    while (end < text_.size() && end - at_ < 40 &&
           (is_digit(text_[end]) || std::isalpha(static_cast<unsigned char>(text_[end])))) {
      ++end;
    }
    if (end == at_) {
      return unexpected("a JSON value");
    }
    return std::format(
        "Unrecognized token '{}': was expecting (JSON String, Number, Array, Object or token "
        "'null', 'true' or 'false')",
        text_.substr(at_, end - at_));
  }

  std::string string() {
    ++at_;
    while (!at_end()) {
      const char c = here();
      if (c == '"') {
        ++at_;
        return "";
      }
      if (static_cast<unsigned char>(c) < 0x20) {
        return "Illegal control character in a string: write it as \\u00XX";
      }
      if (c == '\\') {
        if (std::string fault = escape(); !fault.empty()) {
          return fault;
        }
        continue;
      }
      const text::CodePoint point = text::first_code_point(text_.substr(at_));
      if (point.is_malformed) {
        return "Invalid UTF-8 in a string";
      }
      at_ += point.bytes;
    }
    return unexpected("the closing '\"' of a string");
  }

  std::string escape() {
    ++at_;
    if (at_end()) {
      return unexpected("an escaped character");
    }
    const char c = here();
    if (c != 'u') {
      if (std::string_view("\"\\/bfnrt").find(c) == std::string_view::npos) {
        return unexpected("one of \" \\ / b f n r t u after a backslash");
      }
      ++at_;
      return "";
    }
    ++at_;
    for (int i = 0; i < 4; ++i, ++at_) {
      if (at_end() || !is_hex(here())) {
        return unexpected("four hexadecimal digits after \\u");
      }
    }
    return "";
  }

  std::string digits(std::string_view wanted) {
    if (at_end() || !is_digit(here())) {
      return unexpected(wanted);
    }
    while (!at_end() && is_digit(here())) {
      ++at_;
    }
    return "";
  }

  std::string number() {
    if (here() == '-') {
      ++at_;
    }
    if (!at_end() && here() == '0') {
      ++at_;
      if (!at_end() && is_digit(here())) {
        return "Leading zeroes are not allowed in a number";
      }
    } else if (std::string fault = digits("a digit"); !fault.empty()) {
      return fault;
    }
    if (!at_end() && here() == '.') {
      ++at_;
      if (std::string fault = digits("a digit after '.'"); !fault.empty()) {
        return fault;
      }
    }
    if (!at_end() && (here() == 'e' || here() == 'E')) {
      ++at_;
      if (!at_end() && (here() == '+' || here() == '-')) {
        ++at_;
      }
      if (std::string fault = digits("a digit in the exponent"); !fault.empty()) {
        return fault;
      }
    }
    return "";
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::string open_;  // The brackets not yet closed, outermost first.
};

}  // namespace

std::optional<JsonFault> find_json_fault(std::string_view text) {
  Checker checker(text);
  std::string reason = checker.run();
  if (reason.empty()) {
    return std::nullopt;
  }
  const std::string_view before = text.substr(0, checker.position());
  const std::size_t last_line = before.rfind('\n');
  JsonFault fault;
  fault.line = 1 + static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n'));
  fault.column = 1 + before.size() - (last_line == std::string_view::npos ? 0 : last_line + 1);
  fault.reason = std::move(reason);
  return fault;
}

std::string describe(const JsonFault& fault) {
  return std::format("{} (line {}, column {})", fault.reason, fault.line, fault.column);
}

}  // namespace lambda
