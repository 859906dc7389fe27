// Scans arbitrary text: at most a thousand addresses, and a build id is 40 digits or none.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "images/tools/symbolize/stack_text.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (lambda::images::addresses_in(text).size() > 1000) {
    std::abort();
  }
  const std::size_t digits = lambda::images::build_id_in(text).size();
  if (digits != 0 && digits != 40) {
    std::abort();
  }
  return 0;
}
