// Docker's config.json: which registry has which login, or which program knows it.
// Source: docker/cli documentation, "docker login" (auths, credHelpers, credsStore).
#pragma once

#include <expected>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "deploy/registry/login/credentials.h"
#include "runtime/errors/error.h"

namespace lambda::registry {

/// Owns its texts.
struct DockerConfig {
  std::map<std::string, Credentials> logins;   // By host[:port], or docker's own name of it.
  std::map<std::string, std::string> helpers;  // The same, to the name of a helper.
  std::string store;                           // The helper for all others; may be empty.
};

/// Error: Json.Malformed; Credentials.Malformed, also for a helper's name that is none.
std::expected<DockerConfig, Error> parse_docker_config(std::string_view text,
                                                       std::string_view what);

/// The helper to ask about `origin`; empty: none.
std::string helper_for(const DockerConfig& config, const Origin& origin);

/// The login that stands in the file itself.
std::optional<Credentials> login_for(const DockerConfig& config, const Origin& origin);

/// The name under which docker keeps what belongs to `origin`.
std::string server_name(const Origin& origin);

}  // namespace lambda::registry
