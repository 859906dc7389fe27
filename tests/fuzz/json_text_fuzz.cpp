// Any bytes as a JSON string: always one whole string, always well-formed, and stable when written
// again.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "core/json/json_string.h"

namespace {

void require(bool condition) {
  if (!condition) {
    std::abort();
  }
}

/// Quotes only at both ends, no control characters, each backslash begins an escape JSON knows.
void require_one_string(std::string_view json) {
  require(json.size() >= 2 && json.front() == '"' && json.back() == '"');
  const std::string_view inner = json.substr(1, json.size() - 2);
  for (std::size_t i = 0; i < inner.size(); ++i) {
    require(inner[i] != '"' && static_cast<unsigned char>(inner[i]) >= 0x20);
    if (inner[i] == '\\') {
      ++i;
      require(i < inner.size() &&
              std::string_view("\"\\nrtu").find(inner[i]) != std::string_view::npos);
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(bytes), size);
  std::string json;
  lambda::append_json_string(json, text);
  require_one_string(json);
  std::string ascii;
  lambda::append_ascii_json_string(ascii, text);
  require_one_string(ascii);
  for (const char c : ascii) {
    require(c >= 0x20 && c < 0x7f);
  }
  // The first result is well-formed UTF-8, so nothing is replaced when it is written again. (With
  // escapes in it, they would be escaped.)
  if (json.find('\\') == std::string::npos) {
    std::string again;
    lambda::append_ascii_json_string(again, std::string_view(json).substr(1, json.size() - 2));
    require(again == ascii);
  }
  return 0;
}
