// The proxy that leads to a registry, and whether there is one: what HTTPS_PROXY, HTTP_PROXY and
// NO_PROXY say.
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

/// A proxy that is spoken to without TLS; what goes through it has its own. Owns its texts.
struct Proxy {
  Origin origin;
  std::string user;  // Empty: it is told no login.
  std::string password;
  std::string source;  // What named it: "HTTPS_PROXY".
};

/// Reads `[http://][USER[:PASSWORD]@]HOST[:PORT]`; port 80 when there is none. User and password
/// are percent-decoded. `source` is where `text` was found.
/// Error: Registry.BadProxy; it repeats nothing of `text`, which may hold a password.
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
  bool is_for_loopback = false;  // Else a host that can only be this machine has no proxy.

  /// Absent: none is to be used. Error: Registry.BadProxy when the one to be used is malformed.
  std::expected<std::optional<Proxy>, Error> proxy_for(const Origin& origin) const;
};

/// As the variables say; those in capitals go first.
ProxyRules environment_proxies();

/// All through the proxy `url`, hosts of this machine too; none when `url` is "none".
ProxyRules only_proxy(const std::string& url, const std::string& source);

}  // namespace lambda::registry
