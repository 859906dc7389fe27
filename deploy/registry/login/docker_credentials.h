// Finds credentials where docker keeps them: config.json, and the helper programs it names.
// Source: docker-credential-helpers' protocol: `docker-credential-NAME get`, the server's name on
// standard input, {"ServerURL", "Username", "Secret"} on standard output.
#pragma once

#include <expected>
#include <filesystem>
#include <optional>
#include <string_view>

#include "core/errors/error.h"
#include "deploy/registry/login/credentials.h"

namespace lambda::registry {

/// Where config.json is: $DOCKER_CONFIG, else ~/.docker. Empty when there is neither variable.
std::filesystem::path docker_config_path();

/// Docker's credentials for `origin`: the helper's before the file's. Absent when there are none.
/// Error: those of parse_docker_config, helper_for and login_for; Credentials.Helper when a helper
/// that is named fails.
std::expected<std::optional<Credentials>, Error> docker_credentials(
    const std::filesystem::path& config, const Origin& origin);

/// Reads a helper's answer. Error: Json.Malformed; Credentials.Malformed.
std::expected<Credentials, Error> parse_helper_answer(std::string_view text);

}  // namespace lambda::registry
