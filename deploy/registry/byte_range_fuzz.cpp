// Any bytes as Range: what is read was written so.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "deploy/registry/byte_range.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace lambda::registry;
  const std::string_view text(reinterpret_cast<const char*>(bytes), size);
  const auto received = parse_received(text);
  if (received && *received > 0 && parse_received(content_range(0, *received)) != received) {
    std::abort();
  }
  return 0;
}
