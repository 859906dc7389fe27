// Feeds arbitrary bytes as a base's config: the derived one can be derived from again.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "images/tools/oci/image_config.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (text.empty()) {
    return 0;  // Stands for the empty base, not for a base of no bytes.
  }
  const lambda::images::ConfigChange change{.architecture = "amd64",
                                            .entrypoint = {"/e"},
                                            .working_folder = "/var/task",
                                            .environment = {{"A", "1"}},
                                            .environment_defaults = {{"PATH", "/bin"}},
                                            .labels = {{"l", "1"}},
                                            .user = "1"};
  for (const std::size_t layers : {0u, 1u}) {
    const auto config = lambda::images::derive_config(text, layers, change);
    if (!config) {
      continue;
    }
    const auto again = lambda::images::derive_config(*config, layers, change);
    if (!again || *again != *config) {
      std::abort();
    }
  }
  return 0;
}
