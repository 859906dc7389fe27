// Docker's config.json: which registry has which login, or which program knows it.
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

/// A malformed entry is kept as its error, which concerns only those registries that it is for.
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

/// The helper to ask about `origin`; empty: none. Error: Credentials.Malformed when the name of the
/// one that is meant is none.
std::expected<std::string, Error> helper_for(const DockerConfig& config, const Origin& origin);

/// The login that stands in the file itself. Error: Credentials.Malformed.
std::expected<std::optional<Credentials>, Error> login_for(const DockerConfig& config,
                                                           const Origin& origin);

/// The name under which docker keeps what belongs to `origin`.
std::string server_name(const Origin& origin);

}  // namespace lambda::registry
