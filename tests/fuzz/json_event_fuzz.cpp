// Any bytes as a JSON event: an error or a value; a value written is read again, and then written the same.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "runtime/json/json_event.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const auto event = lambda::parse_json_event(std::string_view(reinterpret_cast<const char*>(bytes), size));
  if (!event) {
    return 0;
  }
  const auto text = lambda::encode_json_result(*event);
  if (!text) {
    return 0;
  }
  const auto again = lambda::parse_json_event(*text);
  if (again && lambda::encode_json_result(*again) && *lambda::encode_json_result(*again) != *text) {
    std::abort();
  }
  return 0;
}
