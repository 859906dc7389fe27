// The password in the environment is for the destination alone: a base's registry never sees it.
#include "deploy/push/push_session.h"

#include <array>
#include <cstdlib>
#include <utility>

#include "core/errors/error.h"
#include "deploy/registry/login/docker_credentials.h"
#include "deploy/registry/login/ecr_host.h"
#include "deploy/registry/transport/plain_wire.h"
#include "deploy/registry/transport/tls_wire.h"

namespace lambda::deploy {
namespace {

using registry::Credentials;
using registry::Origin;

using FoundCredentials = std::expected<std::optional<Credentials>, Error>;

FoundCredentials from_environment() {
  const char* user = std::getenv("LAMBDA_REGISTRY_USER");
  const char* password = std::getenv("LAMBDA_REGISTRY_PASSWORD");
  if (user == nullptr && password == nullptr) {
    return std::nullopt;
  }
  if (user == nullptr || password == nullptr || *user == '\0') {
    return failure("Credentials.Malformed",
                   "of LAMBDA_REGISTRY_USER and LAMBDA_REGISTRY_PASSWORD only one is set: "
                   "set both or neither");
  }
  return Credentials{user, password, ""};
}

FoundCredentials from_ecr(const AwsCommand& aws, const Origin& origin) {
  const auto host = registry::parse_ecr_host(origin.host);
  if (!host) {
    return std::nullopt;
  }
  AwsSettings settings = aws.settings();
  settings.region = host->region;  // A registry's password is its Region's.
  auto password = AwsCommand(settings).text({"ecr", "get-login-password"});
  if (!password) {
    return std::unexpected(std::move(password.error()));
  }
  return Credentials{"AWS", std::move(*password), ""};
}

}  // namespace

registry::FindCredentials credentials_finder(Origin destination, const AwsCommand& aws) {
  return [destination = std::move(destination), &aws](const Origin& origin,
                                                      int rank) -> FoundCredentials {
    // A password that docker keeps for ECR is often an expired one: the next is then asked for.
    const std::array<std::function<FoundCredentials()>, 3> sources = {
        [&]() -> FoundCredentials {
          return origin == destination ? from_environment() : FoundCredentials(std::nullopt);
        },
        [&] { return registry::docker_credentials(registry::docker_config_path(), origin); },
        [&] { return from_ecr(aws, origin); }};
    for (const auto& source : sources) {
      auto found = source();
      if (!found || (*found && rank-- == 0)) {
        return found;
      }
    }
    return std::nullopt;
  };
}

registry::SessionSettings session_settings(const PushOptions& options, const Origin& destination,
                                           const AwsCommand& aws, registry::Pause pause) {
  const registry::Waits waits = options.waits;
  auto tls = std::make_shared<registry::TlsConnector>(options.ca_file, waits, options.proxies);
  return {.connect =
              [waits, tls, proxies = options.proxies](const Origin& origin) {
                return origin.is_tls ? tls->connect(origin)
                                     : registry::connect_plain(origin, waits, proxies);
              },
          .find_credentials = credentials_finder(destination, aws),
          .retry = options.retry,
          .waits = waits,
          .pause = std::move(pause)};
}

}  // namespace lambda::deploy
