// Both documents, joined from escaped texts. Every text passes through json_text.h.
#include "runtime/protocol/error_document.h"

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
  return size;  // No UTF-8: it is replaced when it is written.
}

std::string bound_text(std::string_view text, std::size_t bytes_max) {
  if (text.size() <= bytes_max) {
    return std::string(text);
  }
  const std::string note = "... (cut: " + std::to_string(text.size()) + " bytes)";
  return std::string(text.substr(0, character_end(text, bytes_max - note.size()))) + note;
}

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
