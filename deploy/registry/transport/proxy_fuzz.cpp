// Any bytes as a proxy's address: what is read can be written and read again; what is not read is
// not repeated, since a password may stand in it.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "deploy/registry/transport/proxy.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace lambda::registry;
  const std::string_view text(reinterpret_cast<const char*>(bytes), size);
  const auto proxy = parse_proxy(text, "fuzz");
  if (!proxy) {
    static const std::string about_nothing = parse_proxy("", "fuzz").error().message;
    constexpr std::size_t kLongestRule = 80;
    if (proxy.error().message.size() > about_nothing.size() + kLongestRule) {
      std::abort();
    }
    return 0;
  }
  if (proxy->origin.is_tls || proxy->origin.host.empty() || proxy->origin.port == 0) {
    std::abort();
  }
  const std::string written = "http://" + percent_encoded(proxy->user) + ":" +
                              percent_encoded(proxy->password) + "@" + authority(proxy->origin);
  if (written.size() > kUrlBytesMax) {
    return 0;
  }
  const auto again = parse_proxy(written, "fuzz");
  if (!again || again->origin != proxy->origin || again->user != proxy->user ||
      again->password != proxy->password) {
    std::abort();
  }
  return 0;
}
