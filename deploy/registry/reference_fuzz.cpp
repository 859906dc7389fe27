// A reference that is read can be written and read again, and fits into a request's path.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "deploy/registry/reference.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace lambda::registry;
  const std::string_view text(reinterpret_cast<const char*>(bytes), size);
  const auto image = parse_image_reference(text, Scheme::kHttps);
  if (!image) {
    return 0;
  }
  const auto again = parse_repository(lambda::registry::text(image->repository), Scheme::kHttps);
  if (names_host(lambda::registry::text(image->repository)) &&
      (!again || *again != image->repository)) {
    std::abort();
  }
  return 0;
}
