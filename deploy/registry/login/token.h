// Requests to a token service, and its answers.
// Source: distribution's "Token Authentication Specification" (GET with Basic) and "OAuth2 Token
// Authentication" (POST with a refresh token).
#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "core/errors/error.h"
#include "deploy/registry/login/challenge.h"
#include "deploy/registry/login/credentials.h"
#include "deploy/registry/transport/url.h"

namespace lambda::registry {

/// One request for a token. `form` is empty for a GET.
struct TokenQuestion {
  Url url;
  std::string authorization;  // Empty: none.
  std::string form;           // The body of a POST.
};

/// `credentials` may be null: many registries give tokens to read to anybody. `scopes` are all that
/// the push will need; the challenge's own is among them or added.
/// Error: Registry.BadChallenge when the challenge names no realm, or one that is less protected
/// than the registry.
std::expected<TokenQuestion, Error> token_question(const Origin& registry,
                                                   const Challenge& challenge,
                                                   const std::vector<std::string>& scopes,
                                                   const Credentials* credentials);

/// Error: Registry.BadToken.
std::expected<std::string, Error> parse_token(std::string_view body);

}  // namespace lambda::registry
