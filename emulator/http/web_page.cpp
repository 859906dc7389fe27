// Tells requests that a web page has a browser make from those of programs.
#include "emulator/http/web_page.h"

#include <arpa/inet.h>

#include <algorithm>
#include <format>
#include <string_view>

#include "core/http/token.h"

namespace lambda::emulator {
namespace {

/// "host:port" without the port, and without the dot that may end a name.
std::string_view without_port(std::string_view authority) {
  if (authority.starts_with('[')) {
    const std::size_t end = authority.find(']');
    return authority.substr(0, end == std::string_view::npos ? end : end + 1);
  }
  std::string_view host = authority.substr(0, authority.find(':'));
  if (host.ends_with('.')) {
    host.remove_suffix(1);
  }
  return host;
}

bool has_suffix(std::string_view name, std::string_view suffix) {
  return name.size() > suffix.size() &&
         http::is_same_token(name.substr(name.size() - suffix.size()), suffix);
}

bool is_localhost(std::string_view host) {
  return http::is_same_token(host, "localhost") || has_suffix(host, ".localhost");
}

enum class Address { kNone, kLoopback, kOther };

/// What kind of IP address `host` is; IPv6 in brackets.
Address address_kind(std::string_view host) {
  in_addr v4{};
  in6_addr v6{};
  if (host.starts_with('[') && host.ends_with(']')) {
    const std::string text(host.substr(1, host.size() - 2));
    if (::inet_pton(AF_INET6, text.c_str(), &v6) != 1) {
      return Address::kNone;
    }
    return IN6_IS_ADDR_LOOPBACK(&v6) ? Address::kLoopback : Address::kOther;
  }
  if (::inet_pton(AF_INET, std::string(host).c_str(), &v4) != 1) {
    return Address::kNone;
  }
  return (ntohl(v4.s_addr) >> 24) == 127 ? Address::kLoopback : Address::kOther;
}

bool is_allowed(std::string_view host, std::span<const std::string> allowed_hosts) {
  return std::ranges::any_of(allowed_hosts, [&](const std::string& allowed) {
    return allowed == "*" || http::is_same_token(host, allowed);
  });
}

bool is_own_host(std::string_view host, std::span<const std::string> allowed_hosts) {
  const bool is_short =
      !host.empty() && host.find('.') == std::string_view::npos && !host.starts_with('[');
  return is_short || is_localhost(host) || has_suffix(host, ".internal") ||
         address_kind(host) != Address::kNone || is_allowed(host, allowed_hosts);
}

bool is_own_origin(std::string_view origin, const std::string* host_header,
                   std::span<const std::string> allowed_hosts) {
  if (is_allowed("*", allowed_hosts)) {
    return true;
  }
  const std::size_t scheme_end = origin.find("://");
  if (scheme_end == std::string_view::npos) {
    return false;  // "null" among others.
  }
  const std::string_view authority = origin.substr(scheme_end + 3);
  if (host_header != nullptr && http::is_same_token(authority, *host_header)) {
    return true;
  }
  const std::string_view host = without_port(authority);
  return is_localhost(host) || address_kind(host) == Address::kLoopback ||
         is_allowed(host, allowed_hosts);
}

}  // namespace

std::optional<std::string> find_web_page_fault(const HttpRequest& request,
                                               std::span<const std::string> allowed_hosts) {
  const std::string* host = find_field(request.headers, "Host");
  if (host != nullptr && !is_own_host(without_port(*host), allowed_hosts)) {
    return std::format(
        "The header \"Host: {0}\" names neither an address nor a name of this machine: a web page "
        "may have made its name point here. Use 127.0.0.1 or localhost, or allow the name with "
        "--allow-host {1}",
        *host, without_port(*host));
  }
  for (const HttpField& field : request.headers) {
    if (!http::is_same_token(field.name, "Origin")) {
      continue;
    }
    if (is_own_origin(field.value, host, allowed_hosts)) {
      continue;
    }
    const std::size_t scheme_end = field.value.find("://");
    const std::string_view name =
        scheme_end == std::string::npos
            ? std::string_view("'*'")
            : without_port(std::string_view(field.value).substr(scheme_end + 3));
    return std::format(
        "A web page of another site must not run your function (header \"Origin: {}\"). If it is "
        "yours, allow it with --allow-host {}",
        field.value, name);
  }
  return std::nullopt;
}

}  // namespace lambda::emulator
