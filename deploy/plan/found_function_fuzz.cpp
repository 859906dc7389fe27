// Feeds the readers of AWS's answers arbitrary bytes.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "core/json/json_object.h"
#include "deploy/plan/found_function.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto ids = lambda::deploy::read_statements(text); ids && ids->size() > size) {
    std::abort();
  }
  const auto object = lambda::parse_json_object(text, "fuzz");
  if (!object) {
    return 0;
  }
  const auto found = lambda::deploy::read_function(**object);
  if (found && (found->arn.empty() || found->architecture.empty())) {
    std::abort();
  }
  lambda::deploy::read_tag_list(**object);
  return 0;
}
