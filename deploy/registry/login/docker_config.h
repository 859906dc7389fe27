// Docker's config.json: the login of each registry, or the helper program that knows it.
// Source: docker/cli documentation, "docker login" (auths, credHelpers, credsStore).
#pragma once

#include <expected>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "core/errors/error.h"
#include "deploy/registry/login/credentials.h"

namespace lambda::registry {

/// A malformed entry is kept as its error, which affects only the registries that it is for.
/// Owns its texts.
struct DockerConfig {
  // By host[:port], or docker's own name of it: the login, and the name of a helper.
  std::map<std::string, std::expected<Credentials, Error>> logins;
  std::map<std::string, std::expected<std::string, Error>> helpers;
  std::expected<std::string, Error> store;  // The helper for all others; may be empty.
};

/// `what` names the text in messages. Error: Json.Malformed.
std::expected<DockerConfig, Error> parse_docker_config(std::string_view text,
                                                       std::string_view what);

/// The helper to ask about `origin`; empty: none. Error: Credentials.Malformed when its name is
/// malformed.
std::expected<std::string, Error> helper_for(const DockerConfig& config, const Origin& origin);

/// The login in the file itself. Error: Credentials.Malformed.
std::expected<std::optional<Credentials>, Error> login_for(const DockerConfig& config,
                                                           const Origin& origin);

/// Docker's own name for `origin`.
std::string server_name(const Origin& origin);

}  // namespace lambda::registry
