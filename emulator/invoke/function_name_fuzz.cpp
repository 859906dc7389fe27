// Whatever the bytes: no crash, and a name that is taken has the parts Lambda allows.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "emulator/invoke/function_name.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace lambda::emulator;
  const auto text = percent_decoded({reinterpret_cast<const char*>(data), size});
  if (!text) {
    return 0;
  }
  const auto name = parse_function_name(*text);
  if (!name) {
    return 0;
  }
  if (name->name.empty() || name->name.size() > 64) {
    std::abort();
  }
  if (name->name.find_first_of(":/ \r\n") != std::string::npos) {
    std::abort();
  }
  if (!name->qualifier.empty() && !is_qualifier(name->qualifier)) {
    std::abort();
  }
  return 0;
}
