// Feeds the bootstrap check arbitrary bytes: it answers or refuses, reads nothing outside them, and
// never passes a program whose glibc is newer than the base's.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "images/tools/elf/bootstrap_check.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr lambda::GlibcVersion kOffered{2, 34};
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto facts = lambda::images::check_bootstrap("fuzz", bytes, {"x86_64", kOffered, {}});
  if (facts && !facts->is_static && facts->glibc_needed > kOffered) {
    std::abort();
  }
  return 0;
}
