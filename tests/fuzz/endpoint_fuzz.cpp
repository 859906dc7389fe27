// Any text as an endpoint: what is taken has a host and a port, and can stand in a Host header.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "core/http/request_head.h"
#include "runtime/connection/endpoint.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const auto endpoint = lambda::connection::parse_endpoint(
      std::string_view(reinterpret_cast<const char*>(bytes), size));
  if (endpoint && (endpoint->host.empty() || endpoint->port == 0 ||
                   !lambda::http::is_header_value(endpoint->authority))) {
    std::abort();
  }
  if (!endpoint && endpoint.error().message.empty()) {
    std::abort();
  }
  return 0;
}
