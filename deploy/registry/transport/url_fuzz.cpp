// Whatever a Location says, the result can be sent in a request line and means the same again.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "deploy/registry/transport/url.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace lambda::registry;
  const std::string_view text(reinterpret_cast<const char*>(bytes), size);
  const Url base{{true, "r.example", 443}, "/v2/a/blobs/uploads/"};
  const auto url = resolve(base, text);
  if (!url) {
    return 0;
  }
  if (!url->target.starts_with('/') || url->target.find_first_of(" \r\n\t#") != std::string::npos) {
    std::abort();
  }
  const auto again = resolve(base, url_text(*url));
  if (url_text(*url).size() <= kUrlBytesMax &&
      (!again || again->origin != url->origin || again->target != url->target)) {
    std::abort();
  }
  return 0;
}
