// The realm may be on another host: that is what a token service is. It must not be less protected.
#include "deploy/registry/login/token.h"

#include <algorithm>

#include "core/errors/error.h"
#include "core/json/json_object.h"

namespace lambda::registry {
namespace {

constexpr std::string_view kClient = "lambda-deploy";

/// "repository:NAME:" of a scope: what a set of actions belongs to.
std::string_view resource(std::string_view scope) { return scope.substr(0, scope.rfind(':')); }

std::unexpected<Error> bad_realm(const Origin& registry, const std::string& rule) {
  return failure("Registry.BadChallenge", authority(registry) + " wants a token, but " + rule);
}

}  // namespace

std::expected<TokenQuestion, Error> token_question(const Origin& registry,
                                                   const Challenge& challenge,
                                                   const std::vector<std::string>& scopes,
                                                   const Credentials* credentials) {
  const std::string realm = challenge.parameter("realm");
  if (realm.empty()) {
    return bad_realm(registry, "names no realm to get it from");
  }
  auto url = resolve({registry, "/"}, realm);
  if (!url) {
    return std::unexpected(std::move(url.error()));
  }
  if (registry.is_tls && !url->origin.is_tls) {
    return bad_realm(
        registry, "from " + authority(url->origin) + " without TLS: a password is not sent there");
  }
  std::vector<std::string> wanted = scopes;
  const std::string asked = challenge.parameter("scope");
  const bool is_covered = asked.empty() || std::ranges::any_of(scopes, [&](const auto& scope) {
                            return resource(scope) == resource(asked);
                          });
  if (!is_covered) {
    wanted.push_back(asked);
  }
  const std::string service = challenge.parameter("service");
  if (credentials != nullptr && !credentials->identity_token.empty()) {
    std::string joined;
    for (const std::string& scope : wanted) {
      joined += (joined.empty() ? "" : " ") + scope;
    }
    return TokenQuestion{*url, "",
                         "grant_type=refresh_token&client_id=" + std::string(kClient) +
                             "&service=" + percent_encoded(service) +
                             "&scope=" + percent_encoded(joined) +
                             "&refresh_token=" + percent_encoded(credentials->identity_token)};
  }
  if (!service.empty()) {
    *url = with_parameter(std::move(*url), "service", service);
  }
  for (const std::string& scope : wanted) {
    *url = with_parameter(std::move(*url), "scope", scope);
  }
  return TokenQuestion{std::move(*url),
                       credentials == nullptr ? "" : basic_authorization(*credentials), ""};
}

std::expected<std::string, Error> parse_token(std::string_view body) {
  const auto bad = [](const std::string& rule) {
    return failure("Registry.BadToken", "the token service's answer " + rule);
  };
  if (body.size() > kSecretBytesMax) {
    return bad("is too long");
  }
  const auto object = parse_json_object(body, "the token service's answer");
  if (!object) {
    return bad("is not a JSON object");
  }
  std::string token = string_member(**object, "token").value_or("");
  if (token.empty()) {
    token = string_member(**object, "access_token").value_or("");
  }
  const auto is_visible = [](char c) { return c > ' ' && c < '\x7f'; };
  if (token.empty() || !std::ranges::all_of(token, is_visible)) {
    return bad("holds no token");
  }
  return token;
}

}  // namespace lambda::registry
