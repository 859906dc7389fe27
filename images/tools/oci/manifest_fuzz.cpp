// Feeds the manifest reader arbitrary bytes: what it reads, it writes and reads again the same.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "images/tools/oci/manifest.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using lambda::images::manifest_json;
  using lambda::images::parse_manifest;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto manifest = parse_manifest(text, "fuzz");
  if (!manifest) {
    return 0;
  }
  const std::string written = manifest_json(*manifest);
  const auto again = parse_manifest(written, "again");
  if (!again || manifest_json(*again) != written) {
    std::abort();
  }
  return 0;
}
