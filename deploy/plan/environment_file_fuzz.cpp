// Feeds the reader of variables arbitrary bytes: names are never empty, errors repeat no line.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "deploy/plan/environment_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto read = lambda::deploy::parse_environment_file(
      text, [](const std::string&) { return std::optional<std::string>("value"); });
  if (!read) {
    return 0;
  }
  for (const auto& [name, value] : *read) {
    if (name.empty() || name.contains('=') || name.contains('\n')) {
      std::abort();
    }
    if (value.contains('\n')) {
      std::abort();
    }
  }
  return 0;
}
