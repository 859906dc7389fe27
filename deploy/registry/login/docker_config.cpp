// Keys of config.json come with and without scheme and path: all are cut down to host[:port].
#include "deploy/registry/login/docker_config.h"

#include <algorithm>

#include "core/errors/error.h"
#include "core/json/json_object.h"

namespace lambda::registry {
namespace {

using Poco::JSON::Object;

constexpr std::string_view kDockerHub = "https://index.docker.io/v1/";

std::string host_of(std::string key) {
  if (key == kDockerHub) {
    return "docker.io";
  }
  if (const std::size_t scheme = key.find("://"); scheme != key.npos) {
    key.erase(0, scheme + 3);
  }
  key.erase(std::min(key.find('/'), key.size()));
  return key;
}

std::string key_of(const Origin& origin) {
  const bool is_hub = origin.host == "registry-1.docker.io" || origin.host == "index.docker.io";
  return is_hub ? "docker.io" : authority(origin);
}

bool is_helper_name(const std::string& name) {
  return !name.empty() && std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.';
  });
}

std::expected<std::string, Error> checked_helper(std::string_view what, std::string name) {
  if (is_helper_name(name)) {
    return name;
  }
  return failure("Credentials.Malformed",
                 std::string(what) + " names the credential helper '" + name +
                     "': a name has letters, digits, '.', '-' and '_', and the program is "
                     "docker-credential-NAME");
}

std::expected<Credentials, Error> login(const Object& entry) {
  Credentials credentials;
  credentials.identity_token = string_member(entry, "identitytoken").value_or("");
  const std::string packed = string_member(entry, "auth").value_or("");
  if (!packed.empty()) {
    auto decoded = decode_basic(packed);
    if (!decoded) {
      return decoded;
    }
    decoded->identity_token = credentials.identity_token;
    return decoded;
  }
  credentials.user = string_member(entry, "username").value_or("");
  credentials.password = string_member(entry, "password").value_or("");
  return credentials;
}

}  // namespace

std::expected<DockerConfig, Error> parse_docker_config(std::string_view text,
                                                       std::string_view what) {
  const auto root = parse_json_object(text, what);
  if (!root) {
    return std::unexpected(root.error());
  }
  DockerConfig config;
  if (const Object::Ptr auths = (*root)->getObject("auths"); !auths.isNull()) {
    for (const std::string& key : auths->getNames()) {
      const Object::Ptr entry = auths->getObject(key);
      if (entry.isNull()) {
        continue;
      }
      auto credentials = login(*entry);
      // With a helper docker leaves an empty entry behind, which says nothing.
      if (credentials && credentials->user.empty() && credentials->identity_token.empty()) {
        continue;
      }
      if (!credentials) {
        credentials.error().message += " (" + std::string(what) + ": " + key + ")";
      }
      // docker reads "HOST" and "https://HOST/v1/" alike.
      const auto [known, is_new] = config.logins.emplace(host_of(key), credentials);
      if (!is_new && !known->second) {
        known->second = std::move(credentials);
      }
    }
  }
  if (const Object::Ptr helpers = (*root)->getObject("credHelpers"); !helpers.isNull()) {
    for (const std::string& key : helpers->getNames()) {
      config.helpers.emplace(host_of(key),
                             checked_helper(what, string_member(*helpers, key).value_or("")));
    }
  }
  if (std::string store = string_member(**root, "credsStore").value_or(""); !store.empty()) {
    config.store = checked_helper(what, std::move(store));
  }
  return config;
}

std::expected<std::string, Error> helper_for(const DockerConfig& config, const Origin& origin) {
  const auto found = config.helpers.find(key_of(origin));
  return found == config.helpers.end() ? config.store : found->second;
}

std::expected<std::optional<Credentials>, Error> login_for(const DockerConfig& config,
                                                           const Origin& origin) {
  const auto found = config.logins.find(key_of(origin));
  if (found == config.logins.end()) {
    return std::nullopt;
  }
  if (!found->second) {
    return std::unexpected(found->second.error());
  }
  return *found->second;
}

std::string server_name(const Origin& origin) {
  return key_of(origin) == "docker.io" ? std::string(kDockerHub) : authority(origin);
}

}  // namespace lambda::registry
