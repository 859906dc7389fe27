// The host and port of the Runtime API. Source: AWS Lambda Developer Guide, "Lambda runtime
// environment variables" (AWS_LAMBDA_RUNTIME_API).
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

#include "core/errors/error.h"

namespace lambda::connection {

/// Owns its texts.
struct Endpoint {
  std::string host;        // A name or an address; an IPv6 address without brackets.
  std::uint16_t port = 0;  // Never 0.
  std::string authority;   // As it was given: the value of the Host header.
};

/// Reads `host:port`, or `[IPv6 address]:port`.
/// Error: Runtime.InvalidEndpoint, with what to write instead.
std::expected<Endpoint, Error> parse_endpoint(std::string_view text);

}  // namespace lambda::connection
