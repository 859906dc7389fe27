// Both documents, joined from escaped texts. Every text passes through json_text.h.
#include "runtime/api/error_document.h"

#include <cstddef>

#include "runtime/api/json_text.h"

namespace lambda::api {
namespace {

constexpr std::size_t kCauseBytesMax = 32 * 1024;

}  // namespace

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
  if (error.message.size() > kCauseBytesMax) {
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
  return json.size() <= kCauseBytesMax ? json : std::string();
}

}  // namespace lambda::api
