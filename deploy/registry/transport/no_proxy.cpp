// An address is compared bit by bit, a name from its end.
#include "deploy/registry/transport/no_proxy.h"

#include <arpa/inet.h>

#include <algorithm>
#include <limits>

#include "core/http/scan.h"

namespace lambda::registry {
namespace {

constexpr std::string_view kSeparators = ", \t\r\n";
constexpr int kIpv4Bits = 32;
constexpr int kIpv6Bits = 128;

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (c >= 'A' && c <= 'Z') {
      c = static_cast<char>(c | 0x20);
    }
  }
  return result;
}

/// A name may end with the dot of the root of all names.
std::string_view without_root(std::string_view name) {
  if (name.ends_with('.')) {
    name.remove_suffix(1);
  }
  return name;
}

/// Removes `:PORT` from the end of `text`. False when the port is malformed.
bool take_port(std::string_view& text, std::optional<std::uint16_t>& port) {
  const std::size_t colon = text.rfind(':');
  const std::size_t bracket = text.rfind(']');
  const bool is_bare_v6 = bracket == text.npos && text.find(':') != colon;
  const bool is_in_brackets = bracket != text.npos && colon < bracket;
  const bool has_port = colon != text.npos && !is_bare_v6 && !is_in_brackets;
  if (has_port) {
    const auto number = http::parse_decimal(text.substr(colon + 1));
    constexpr std::uint64_t kPortMax = std::numeric_limits<std::uint16_t>::max();
    if (!number || *number == 0 || *number > kPortMax) {
      return false;
    }
    port = static_cast<std::uint16_t>(*number);
    text = text.substr(0, colon);
  }
  if (text.starts_with('[') && text.ends_with(']')) {
    text = text.substr(1, text.size() - 2);
  }
  return true;
}

}  // namespace

NoProxy::NoProxy(std::string_view text) {
  while (true) {
    const std::size_t begin = text.find_first_not_of(kSeparators);
    if (begin == text.npos) {
      return;
    }
    text.remove_prefix(begin);
    const std::size_t end = std::min(text.find_first_of(kSeparators), text.size());
    if (auto rule = parse_rule(text.substr(0, end))) {
      rules_.push_back(std::move(*rule));
    }
    text.remove_prefix(end);
  }
}

std::optional<NoProxy::Address> NoProxy::parse_address(std::string_view text) {
  const std::string copy(text);
  Address address = {};
  if (::inet_pton(AF_INET6, copy.c_str(), address.data()) == 1) {
    return address;
  }
  address = {};
  address[10] = address[11] = 0xff;
  if (::inet_pton(AF_INET, copy.c_str(), address.data() + 12) == 1) {
    return address;
  }
  return std::nullopt;
}

std::optional<NoProxy::Rule> NoProxy::parse_network(std::string_view text) {
  const std::size_t slash = text.find('/');
  const std::string_view base = text.substr(0, slash);
  const auto address = parse_address(base);
  const auto bits = http::parse_decimal(text.substr(slash + 1));
  const int bits_max = base.contains(':') ? kIpv6Bits : kIpv4Bits;
  if (!address || !bits || *bits > static_cast<std::uint64_t>(bits_max)) {
    return std::nullopt;
  }
  return Rule{.network = address, .network_bits = kIpv6Bits - bits_max + static_cast<int>(*bits)};
}

std::optional<NoProxy::Rule> NoProxy::parse_rule(std::string_view text) {
  if (text.contains('/')) {
    return parse_network(text);
  }
  Rule rule;
  if (!take_port(text, rule.port)) {
    return std::nullopt;
  }
  if (text == "*") {
    return rule;
  }
  text = without_root(text);
  if (const auto address = parse_address(text)) {
    rule.network = address;
    rule.network_bits = kIpv6Bits;
    return rule;
  }
  if (text.starts_with("*.")) {
    text.remove_prefix(1);
  }
  if (text.starts_with('.')) {
    rule.is_below_only = true;
    text.remove_prefix(1);
  }
  rule.host = lower(text);
  return rule.host.empty() ? std::nullopt : std::optional(std::move(rule));
}

bool NoProxy::is_in(const Address& address, const Rule& rule) {
  for (int bit = 0; bit < rule.network_bits; ++bit) {
    const auto byte = static_cast<std::size_t>(bit / 8);
    const int mask = 0x80 >> (bit % 8);
    if (((address[byte] ^ (*rule.network)[byte]) & mask) != 0) {
      return false;
    }
  }
  return true;
}

bool NoProxy::covers(const Origin& origin) const {
  const std::string host = lower(without_root(origin.host));
  const auto address = parse_address(host);
  return std::ranges::any_of(rules_, [&](const Rule& rule) {
    if (rule.port && *rule.port != origin.port) {
      return false;
    }
    if (rule.network) {
      return address && is_in(*address, rule);
    }
    if (rule.host.empty()) {
      return true;
    }
    if (address) {
      return false;  // The end of an address is not a domain.
    }
    return host.ends_with("." + rule.host) || (!rule.is_below_only && host == rule.host);
  });
}

}  // namespace lambda::registry
