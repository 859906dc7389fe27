// Addresses of a registry: the server to connect to, and the path to request.
// Source: RFC 3986 sections 3 and 5.2 (what a Location header may hold), RFC 9110 section 7.2.
#pragma once

#include <compare>
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

#include "core/errors/error.h"

namespace lambda::registry {

inline constexpr std::size_t kUrlBytesMax = 16 * 1024;

/// One server. Credentials belong to one origin and go to no other.
struct Origin {
  bool is_tls = true;
  std::string host;  // Lower case; an IPv6 address without brackets.
  std::uint16_t port = 443;

  auto operator<=>(const Origin&) const = default;
};

/// `host[:port]`, the value of a Host header: the port only where it is not the scheme's own.
std::string authority(const Origin& origin);

/// Whether `host` can only be this machine: localhost, 127.0.0.0/8 or ::1.
bool is_loopback(std::string_view host);

/// An origin, and the path and query to ask it for.
struct Url {
  Origin origin;
  std::string target;  // Begins with '/'; percent-encoded, as it was received.
};

std::string url_text(const Url& url);

/// Reads `host[:port]`. Error: Registry.BadUrl.
std::expected<Origin, Error> parse_authority(std::string_view text, bool is_tls);

/// What `location`, an absolute URL, an absolute path or a relative one, means in an answer to
/// `base`. Error: Registry.BadUrl when malformed, too long, or with a user.
std::expected<Url, Error> resolve(const Url& base, std::string_view location);

/// `url` with one more parameter; `value` is percent-encoded here.
Url with_parameter(Url url, std::string_view name, std::string_view value);

/// `text` with all that is not unreserved in RFC 3986 percent-encoded.
std::string percent_encoded(std::string_view text);

}  // namespace lambda::registry
