// Parts arbitrary bytes: reads nothing outside them, and the part that ships is never larger than
// the whole but for the names of its sections, and parts again into itself.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "images/tools/elf/separate_symbols.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto parts = lambda::images::separate_symbols(bytes);
  if (!parts || parts->symbols.empty()) {
    return 0;
  }
  if (parts->symbols.size() != size || parts->build_id.size() != 40) {
    std::abort();
  }
  const auto id = lambda::images::read_build_id(parts->symbols);
  if (!id || *id != parts->build_id) {
    std::abort();
  }
  return 0;
}
