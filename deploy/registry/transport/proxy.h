// The proxy for a registry, if any, as HTTPS_PROXY, HTTP_PROXY and NO_PROXY name it.
// Source: golang.org/x/net/http/httpproxy; RFC 3986 section 3.2.1 (user and password).
#pragma once

#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "core/errors/error.h"
#include "deploy/registry/transport/no_proxy.h"
#include "deploy/registry/transport/url.h"

namespace lambda::registry {

/// A proxy, reached without TLS; the connections through it have their own. Owns its texts.
struct Proxy {
  Origin origin;
  std::string user;  // Empty: no login.
  std::string password;
  std::string source;  // What named it: "HTTPS_PROXY".
};

/// Reads `[http://][USER[:PASSWORD]@]HOST[:PORT]`; port 80 when there is none. User and password
/// are percent-decoded. `source` is where `text` was found.
/// Error: Registry.BadProxy; it repeats no part of `text`, which may hold a password.
std::expected<Proxy, Error> parse_proxy(std::string_view text, std::string_view source);

/// Which registries are reached through which proxy. Owns its texts. Thread-safe.
struct ProxyRules {
  struct Setting {
    std::string url;     // Empty: none.
    std::string source;  // "https_proxy", "--proxy".
  };
  Setting https;  // To origins with TLS.
  Setting http;   // To those without.
  NoProxy exceptions;
  bool is_for_loopback = false;  // Otherwise a host that can only be this machine has no proxy.

  /// Absent: no proxy. Error: Registry.BadProxy when the proxy's address is malformed.
  std::expected<std::optional<Proxy>, Error> proxy_for(const Origin& origin) const;
};

/// The rules of the environment; variables in capitals take precedence.
ProxyRules environment_proxies();

/// All through the proxy `url`, hosts of this machine too; none when `url` is "none".
ProxyRules only_proxy(const std::string& url, const std::string& source);

}  // namespace lambda::registry
