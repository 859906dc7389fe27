// Both documents, joined from texts escaped by core/json.
#include "runtime/protocol/error_document.h"

#include <cstddef>
#include <string_view>

#include "core/json/json_string.h"

namespace lambda::protocol {
namespace {

/// Of the bytes up to `size`, those before the character that `size` would cut.
std::size_t character_end(std::string_view text, std::size_t size) {
  constexpr std::size_t kBytesOfACharacterMax = 4;
  for (std::size_t end = size; end + kBytesOfACharacterMax > size && end > 0; --end) {
    if ((static_cast<unsigned char>(text[end]) & 0xC0) != 0x80) {
      return end;
    }
  }
  return size;  // Not UTF-8: replaced when it is written.
}

std::string bound_text(std::string_view text, std::size_t bytes_max) {
  if (text.size() <= bytes_max) {
    return std::string(text);
  }
  const std::string note = "... (cut: " + std::to_string(text.size()) + " bytes)";
  return std::string(text.substr(0, character_end(text, bytes_max - note.size()))) + note;
}

constexpr std::size_t kLettersMax = 128;  // Of an error type in the header.

// Not by <cctype>: the C locale must not matter.
bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }
bool is_letter(char c) { return is_capital(c) || (c >= 'a' && c <= 'z'); }

}  // namespace

FunctionError bound_error(const FunctionError& error) {
  FunctionError bounded{.type = bound_text(error.type, kErrorTypeBytesMax),
                        .message = bound_text(error.message, kErrorMessageBytesMax),
                        .stack = {}};
  const bool is_cut = error.stack.size() > kStackLinesMax;
  const std::size_t kept = is_cut ? kStackLinesMax - 1 : error.stack.size();
  for (std::size_t i = 0; i < kept; ++i) {
    bounded.stack.push_back(bound_text(error.stack[i], kStackLineBytesMax));
  }
  if (is_cut) {
    bounded.stack.push_back("... (cut: " + std::to_string(error.stack.size()) + " lines)");
  }
  return bounded;
}

std::string encode_error_document(const FunctionError& error) {
  std::string json = "{\"errorMessage\":";
  append_json_string(json, error.message);
  json += ",\"errorType\":";
  append_json_string(json, error.type);
  json += ",\"stackTrace\":[";
  for (const std::string& frame : error.stack) {
    if (json.back() != '[') {
      json += ',';
    }
    append_json_string(json, frame);
  }
  json += "]}";
  return json;
}

std::string header_error_type(std::string_view type) {
  std::string_view category = "Function.";
  for (const std::string_view known :
       {std::string_view("Runtime."), std::string_view("Function.")}) {
    if (type.starts_with(known)) {
      category = known;
      type.remove_prefix(known.size());
      break;
    }
  }
  std::string reason;
  bool is_word_start = true;
  for (const char c : type) {
    if (!is_letter(c)) {
      is_word_start = true;
      continue;
    }
    if (reason.size() == kLettersMax) {
      break;
    }
    reason += is_word_start && !is_capital(c) ? static_cast<char>(c - 'a' + 'A') : c;
    is_word_start = false;
  }
  if (reason.size() < 2) {  // Lambda wants a capital and at least one letter more.
    reason = "Unknown";
  }
  return std::string(category) + reason;
}

std::string encode_xray_cause(const FunctionError& error, const std::string& working_directory) {
  if (error.message.size() > kXRayCauseBytesMax) {
    return {};
  }
  std::string json = "{\"working_directory\":";
  append_ascii_json_string(json, working_directory);
  json += ",\"exceptions\":[{\"type\":";
  append_ascii_json_string(json, error.type);
  json += ",\"message\":";
  append_ascii_json_string(json, error.message);
  json += ",\"stack\":[";
  for (const std::string& frame : error.stack) {
    if (json.back() != '[') {
      json += ',';
    }
    json += "{\"label\":";
    append_ascii_json_string(json, frame);
    json += '}';
  }
  json += "]}],\"paths\":[]}";
  return json.size() <= kXRayCauseBytesMax ? json : std::string();
}

}  // namespace lambda::protocol
