// No message repeats a proxy's address as it was typed: a password may stand in it.
#include "deploy/registry/transport/proxy.h"

#include <algorithm>
#include <cstdlib>

#include "core/errors/error.h"

namespace lambda::registry {
namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') {
    return c - '0';
  }
  if (c >= 'a' && c <= 'f') {
    return c - 'a' + 10;
  }
  if (c >= 'A' && c <= 'F') {
    return c - 'A' + 10;
  }
  return -1;
}

std::optional<std::string> percent_decoded(std::string_view text) {
  std::string result;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '%') {
      result += text[at];
      continue;
    }
    if (text.size() - at < 3) {
      return std::nullopt;
    }
    const int high = hex_digit(text[at + 1]);
    const int low = hex_digit(text[at + 2]);
    if (high < 0 || low < 0) {
      return std::nullopt;
    }
    result += static_cast<char>(high * 16 + low);
    at += 2;
  }
  return result;
}

std::string_view without_http(std::string_view text) {
  constexpr std::string_view kHttp = "http://";
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; };
  const bool is_http = std::ranges::equal(text.substr(0, kHttp.size()), kHttp, {}, lower);
  return is_http ? text.substr(kHttp.size()) : text;
}

ProxyRules::Setting from_environment(const std::string& capitals, const std::string& small) {
  for (const std::string& name : {capitals, small}) {
    const char* value = std::getenv(name.c_str());
    if (value != nullptr && *value != '\0') {
      return {value, name};
    }
  }
  return {};
}

}  // namespace

std::expected<Proxy, Error> parse_proxy(std::string_view text, std::string_view source) {
  const auto bad = [source](std::string_view rule) {
    return failure("Registry.BadProxy",
                   std::string(source) + " names no proxy that can be used: " + std::string(rule) +
                       ". Write http://HOST:PORT, or "
                       "http://USER:PASSWORD@HOST:PORT with %XX for anything but a letter or "
                       "digit");
  };
  if (text.size() > kUrlBytesMax) {
    return bad("it is too long");
  }
  std::string_view rest = without_http(text);
  if (rest.contains("://")) {
    return bad("only proxies that speak HTTP without TLS are known");
  }
  rest = rest.substr(0, rest.find_first_of("/?#"));
  Proxy proxy{.origin = {}, .user = "", .password = "", .source = std::string(source)};
  if (const std::size_t at = rest.rfind('@'); at != rest.npos) {
    const std::string_view login = rest.substr(0, at);
    const std::size_t colon = std::min(login.find(':'), login.size());
    const auto user = percent_decoded(login.substr(0, colon));
    const auto password = percent_decoded(login.substr(std::min(colon + 1, login.size())));
    if (!user || !password) {
      return bad("'%' in its login has no two hex digits behind it");
    }
    proxy.user = *user;
    proxy.password = *password;
    rest.remove_prefix(at + 1);
  }
  auto origin = parse_authority(rest, false);
  if (!origin) {
    return bad("its host or port is malformed");
  }
  proxy.origin = std::move(*origin);
  return proxy;
}

std::expected<std::optional<Proxy>, Error> ProxyRules::proxy_for(const Origin& origin) const {
  const Setting& setting = origin.is_tls ? https : http;
  if (setting.url.empty() || exceptions.covers(origin)) {
    return std::nullopt;
  }
  if (!is_for_loopback && is_loopback(origin.host)) {
    return std::nullopt;
  }
  return parse_proxy(setting.url, setting.source);
}

ProxyRules environment_proxies() {
  return {.https = from_environment("HTTPS_PROXY", "https_proxy"),
          .http = from_environment("HTTP_PROXY", "http_proxy"),
          .exceptions = NoProxy(from_environment("NO_PROXY", "no_proxy").url),
          .is_for_loopback = false};
}

ProxyRules only_proxy(const std::string& url, const std::string& source) {
  if (url == "none") {
    return {};
  }
  return {.https = {url, source},
          .http = {url, source},
          .exceptions = NoProxy(),
          .is_for_loopback = true};
}

}  // namespace lambda::registry
