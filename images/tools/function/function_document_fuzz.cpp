// Feeds the document's reader arbitrary bytes: what it reads keeps the promises of the header.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "images/tools/function/function_document.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto document = lambda::images::parse_function_document(
      text, [](const std::string& path) { return std::filesystem::path("/built") / path; });
  if (!document) {
    return 0;
  }
  if (document->verb.empty() || document->name.empty()) {
    std::abort();
  }
  if (document->architectures.empty() || document->architectures.size() > 2) {
    std::abort();
  }
  for (const auto& built : document->architectures) {
    for (const auto& layer : built.layers) {
      if (!layer && !built.base) {
        std::abort();
      }
    }
  }
  return 0;
}
