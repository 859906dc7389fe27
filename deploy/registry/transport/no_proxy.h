// The hosts that are reached without a proxy, as NO_PROXY lists them.
// Source: golang.org/x/net/http/httpproxy, whose reading docker and crane follow.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "deploy/registry/transport/url.h"

namespace lambda::registry {

/// Rules, separated by commas or blanks, each with `:PORT` behind it where it holds for one port
/// only:
/// `*` is every host, `r.example` that host and all below it, `.r.example` or `*.r.example` only
/// those below it, `10.0.0.1` or `::1` an address, `10.0.0.0/8` or `fd00::/8` a network. A rule of
/// another form covers nothing. Owns its texts. Thread-safe.
class NoProxy {
 public:
  NoProxy() = default;
  explicit NoProxy(std::string_view text);

  /// Whether `origin` is to be reached without a proxy.
  bool covers(const Origin& origin) const;

 private:
  using Address = std::array<std::uint8_t, 16>;  // An IPv4 address as ::ffff:a.b.c.d.

  struct Rule {
    std::string host;                // Empty: any, or `network`.
    bool is_below_only = false;      // Not the host itself.
    std::optional<Address> network;  // Then `host` is empty.
    int network_bits = 0;
    std::optional<std::uint16_t> port;
  };

  static std::optional<Address> parse_address(std::string_view text);
  static std::optional<Rule> parse_rule(std::string_view text);
  static std::optional<Rule> parse_network(std::string_view text);
  static bool is_in(const Address& address, const Rule& rule);

  std::vector<Rule> rules_;
};

}  // namespace lambda::registry
