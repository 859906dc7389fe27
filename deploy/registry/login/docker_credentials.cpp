// The server's name goes to the helper by standard input; the secret comes back by a pipe.
#include "deploy/registry/login/docker_credentials.h"

#include <chrono>
#include <cstdlib>
#include <string>
#include <system_error>

#include "core/errors/error.h"
#include "core/files/file_bytes.h"
#include "core/json/json_object.h"
#include "core/process/run_program.h"
#include "deploy/registry/login/docker_config.h"

namespace lambda::registry {
namespace {

constexpr std::uintmax_t kConfigBytesMax = 4u << 20;
constexpr std::chrono::seconds kHelperLimit{60};  // It may ask the user to unlock a key chain.
constexpr std::string_view kIdentityUser = "<token>";

std::expected<std::optional<Credentials>, Error> ask_helper(const std::string& name,
                                                            const Origin& origin) {
  const std::string program = "docker-credential-" + name;
  const auto end = run_program({.words = {program, "get"},
                                .environment = {},
                                .input = server_name(origin),
                                .limit = kHelperLimit});
  if (!end) {
    return failure("Credentials.Helper", "docker's config.json names the credential helper " +
                                             program + " for " + authority(origin) +
                                             ", but: " + end.error().message);
  }
  if (end->status == 0) {
    auto found = parse_helper_answer(end->output);
    if (!found) {
      return failure("Credentials.Helper",
                     program + " answers in no known form: " + found.error().message);
    }
    return std::move(*found);
  }
  // The protocol has no status for it, only this text.
  if ((end->output + end->errors).contains("credentials not found")) {
    return std::nullopt;
  }
  constexpr std::size_t kShown = 500;
  return failure("Credentials.Helper", program + " get failed for " + authority(origin) +
                                           " with status " + std::to_string(end->status) + ": " +
                                           end->errors.substr(0, kShown));
}

}  // namespace

std::filesystem::path docker_config_path() {
  if (const char* folder = std::getenv("DOCKER_CONFIG"); folder != nullptr && *folder != '\0') {
    return std::filesystem::path(folder) / "config.json";
  }
  const char* own = std::getenv("HOME");
  if (own == nullptr || *own == '\0') {
    return {};
  }
  return std::filesystem::path(own) / ".docker" / "config.json";
}

std::expected<Credentials, Error> parse_helper_answer(std::string_view text) {
  if (text.size() > kSecretBytesMax) {
    return failure("Credentials.Malformed", "the answer is too long");
  }
  const auto object = parse_json_object(text, "the credential helper's answer");
  if (!object) {
    return std::unexpected(object.error());
  }
  const auto user = string_member(**object, "Username");
  const auto secret = string_member(**object, "Secret");
  if (!user || !secret || user->empty()) {
    return failure("Credentials.Malformed", "it has no Username and Secret");
  }
  if (*user == kIdentityUser) {
    return Credentials{"", "", *secret};
  }
  return Credentials{*user, *secret, ""};
}

std::expected<std::optional<Credentials>, Error> docker_credentials(
    const std::filesystem::path& config, const Origin& origin) {
  std::error_code absent;
  if (config.empty() || !std::filesystem::exists(config, absent)) {
    return std::nullopt;
  }
  const auto text = read_file(config, kConfigBytesMax);
  if (!text) {
    return std::unexpected(text.error());
  }
  const auto parsed = parse_docker_config(*text, config.string());
  if (!parsed) {
    return std::unexpected(parsed.error());
  }
  const auto helper = helper_for(*parsed, origin);
  if (!helper) {
    return std::unexpected(helper.error());
  }
  if (!helper->empty()) {
    auto found = ask_helper(*helper, origin);
    if (!found || *found) {
      return found;
    }
  }
  return login_for(*parsed, origin);
}

}  // namespace lambda::registry
