// Takes URLs apart and keeps the path as it came: registries put signed state in it.
#include "deploy/registry/transport/url.h"

#include <algorithm>
#include <limits>

#include "core/errors/error.h"
#include "core/http/scan.h"

namespace lambda::registry {
namespace {

constexpr std::string_view kUnreserved =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

std::unexpected<Error> bad_url(std::string_view text, std::string_view rule) {
  constexpr std::size_t kShown = 200;
  return failure("Registry.BadUrl", "'" + std::string(text.substr(0, kShown)) +
                                        "' is not a valid address: " + std::string(rule));
}

std::uint16_t own_port(bool is_tls) { return is_tls ? 443 : 80; }

bool is_visible(char c) { return c > ' ' && c < '\x7f'; }

bool is_host_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '.' || c == '_';
}

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (c >= 'A' && c <= 'Z') {
      c = static_cast<char>(c | 0x20);
    }
  }
  return result;
}

/// A target must be one line and begin a path; a fragment is never sent.
std::string as_target(std::string_view text) {
  text = text.substr(0, text.find('#'));
  return text.starts_with('/') ? std::string(text) : "/" + std::string(text);
}

}  // namespace

std::string authority(const Origin& origin) {
  const bool is_v6 = origin.host.contains(':');
  std::string text = is_v6 ? "[" + origin.host + "]" : origin.host;
  if (origin.port != own_port(origin.is_tls)) {
    text += ":" + std::to_string(origin.port);
  }
  return text;
}

bool is_loopback(std::string_view host) {
  if (host == "localhost" || host == "::1") {
    return true;
  }
  // A name such as 127.example.com is not this machine.
  return host.starts_with("127.") && host.find_first_not_of("0123456789.") == host.npos;
}

std::string url_text(const Url& url) {
  return (url.origin.is_tls ? "https://" : "http://") + authority(url.origin) + url.target;
}

std::expected<Origin, Error> parse_authority(std::string_view text, bool is_tls) {
  std::string_view host = text;
  std::string_view port;
  if (text.starts_with('[')) {
    const std::size_t end = text.find(']');
    if (end == text.npos) {
      return bad_url(text, "its bracket is not closed");
    }
    host = text.substr(1, end - 1);
    port = text.substr(end + 1);
    if (host.empty() || host.find_first_not_of("0123456789abcdefABCDEF:.") != host.npos) {
      return bad_url(text, "brackets hold an IPv6 address");
    }
  } else {
    const std::size_t colon = std::min(text.find(':'), text.size());
    host = text.substr(0, colon);
    port = text.substr(colon);
    if (host.empty() || !std::ranges::all_of(host, is_host_character)) {
      return bad_url(text, "a host is made of letters, digits, '-' and '.'");
    }
  }
  Origin origin{is_tls, lower(host), own_port(is_tls)};
  if (port.empty()) {
    return origin;
  }
  const auto number = http::parse_decimal(port.substr(1));
  if (port.front() != ':' || !number || *number == 0 ||
      *number > std::numeric_limits<std::uint16_t>::max()) {
    return bad_url(text, "its port is not a number from 1 to 65535");
  }
  origin.port = static_cast<std::uint16_t>(*number);
  return origin;
}

std::expected<Url, Error> resolve(const Url& base, std::string_view location) {
  if (location.empty() || location.size() > kUrlBytesMax) {
    return bad_url(location, "it is empty or too long");
  }
  if (!std::ranges::all_of(location, is_visible)) {
    return bad_url(location, "it holds a space or a control character");
  }
  const std::size_t scheme_end = location.find("://");
  const bool has_scheme = scheme_end < location.find_first_of("/?#");
  if (!has_scheme && !location.starts_with("//")) {
    if (location.starts_with('/')) {
      return Url{base.origin, as_target(location)};
    }
    const std::string_view path =
        std::string_view(base.target).substr(0, base.target.find_first_of("?#"));
    if (location.starts_with('?')) {
      return Url{base.origin, as_target(std::string(path) + std::string(location))};
    }
    const std::size_t folder = path.rfind('/');
    return Url{base.origin,
               as_target(std::string(path.substr(0, folder + 1)) + std::string(location))};
  }
  const std::string scheme =
      has_scheme ? lower(location.substr(0, scheme_end)) : (base.origin.is_tls ? "https" : "http");
  if (scheme != "https" && scheme != "http") {
    return bad_url(location, "it is neither http nor https");
  }
  const std::string_view rest = location.substr(has_scheme ? scheme_end + 3 : 2);
  const std::size_t path = std::min(rest.find_first_of("/?#"), rest.size());
  if (rest.substr(0, path).contains('@')) {
    return bad_url(location, "it names a user");
  }
  auto origin = parse_authority(rest.substr(0, path), scheme == "https");
  if (!origin) {
    return std::unexpected(std::move(origin.error()));
  }
  return Url{std::move(*origin), as_target(rest.substr(path))};
}

std::string percent_encoded(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string result;
  for (const char c : text) {
    if (kUnreserved.contains(c)) {
      result += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      result += {'%', kDigits[byte >> 4], kDigits[byte & 15]};
    }
  }
  return result;
}

Url with_parameter(Url url, std::string_view name, std::string_view value) {
  url.target += url.target.contains('?') ? '&' : '?';
  url.target += std::string(name) + "=" + percent_encoded(value);
  return url;
}

}  // namespace lambda::registry
