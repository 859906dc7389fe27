// Whatever the bytes: no read outside them.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "core/elf/elf_header.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto header = lambda::read_elf_header(bytes);
  if (header && header->loader && header->loader->size() > size) {
    std::abort();
  }
  return 0;
}
