// Credentials for a registry. Never printed, never on a command line, sent to one origin only.
// Source: docker's config.json ("auth", "identitytoken") and its credential helpers' protocol.
#pragma once

#include <expected>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "core/errors/error.h"
#include "deploy/registry/transport/url.h"

namespace lambda::registry {

inline constexpr std::size_t kSecretBytesMax = 64 * 1024;

/// Either a user and a password, or an identity token to exchange for others.
struct Credentials {
  std::string user;
  std::string password;
  std::string identity_token;
};

/// The value of an Authorization header for a user and a password.
std::string basic_authorization(const Credentials& credentials);

/// Takes apart the base64 text of `user:password`. Error: Credentials.Malformed; it names no
/// secret.
std::expected<Credentials, Error> decode_basic(std::string_view base64);

/// Finds the credentials for a registry: those of `rank` 0 are tried first, those of rank 1 when
/// the first are refused, and so on; absent when there are no more. May run other programs.
using FindCredentials =
    std::function<std::expected<std::optional<Credentials>, Error>(const Origin&, int rank)>;

}  // namespace lambda::registry
