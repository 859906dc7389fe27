// Reads the endpoint, and explains itself to someone who started a bootstrap by hand.
#include "runtime/connection/endpoint.h"

#include <limits>

#include "core/http/request_head.h"
#include "core/http/scan.h"

namespace lambda::connection {
namespace {

constexpr std::size_t kHostBytesMax = 253;  // As DNS has it.
constexpr std::size_t kPortDigitsMax = 5;

std::unexpected<Error> invalid(std::string message) {
  return failure("Runtime.InvalidEndpoint", std::move(message));
}

std::unexpected<Error> invalid_value(std::string_view text, std::string_view rule) {
  std::string message = "AWS_LAMBDA_RUNTIME_API is `";
  message.append(text).append("`, but ").append(rule);
  return invalid(message.append("; write it as `127.0.0.1:9001`"));
}

}  // namespace

std::expected<Endpoint, Error> parse_endpoint(std::string_view text) {
  if (text.empty()) {
    return invalid(
        "AWS_LAMBDA_RUNTIME_API is not set: this program is a Lambda function, which gets its "
        "events "
        "from Lambda or from an emulator. To run it here, run the target made by lambda_function: "
        "`bazel run //path/to:NAME.invoke -- EVENT` for one event, `bazel run "
        "//path/to:NAME.serve` "
        "for a local server");
  }
  if (text.find("://") != std::string_view::npos) {
    return invalid_value(text, "it names a scheme");
  }
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) {
    return invalid_value(text, "it names no port");
  }
  std::string_view host = text.substr(0, colon);
  if (host.starts_with('[') && host.ends_with(']')) {
    host = host.substr(1, host.size() - 2);
  } else if (host.find(':') != std::string_view::npos) {
    return invalid_value(text, "an IPv6 address stands in brackets");
  }
  if (host.size() > kHostBytesMax) {
    return invalid_value(text.substr(0, kHostBytesMax), "its host has more than 253 characters");
  }
  if (host.empty() || !http::is_header_value(host) || host.find_first_of(" \t/@") != host.npos) {
    return invalid_value(text, "it names no host");
  }
  const auto port = http::parse_decimal(text.substr(colon + 1));
  if (!port || text.size() - colon > kPortDigitsMax + 1 || *port == 0 ||
      *port > std::numeric_limits<std::uint16_t>::max()) {
    return invalid_value(text, "its port is not a number from 1 to 65535");
  }
  return Endpoint{.host = std::string(host),
                  .port = static_cast<std::uint16_t>(*port),
                  .authority = std::string(text)};
}

}  // namespace lambda::connection
