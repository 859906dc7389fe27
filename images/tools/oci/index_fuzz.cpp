// Feeds the index reader arbitrary bytes: what it reads, it writes and reads again the same.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "images/tools/oci/index.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using lambda::images::index_json;
  using lambda::images::parse_index;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto entries = parse_index(text, "fuzz");
  if (!entries) {
    return 0;
  }
  const std::string written = index_json(*entries);
  const auto again = parse_index(written, "again");
  if (!again || index_json(*again) != written) {
    std::abort();
  }
  return 0;
}
