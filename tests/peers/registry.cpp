// Writes the registry's settings file and starts it.
#include "tests/peers/registry.h"

#include "tests/peers/run.h"
#include "tests/peers/runfile.h"

namespace lambda::peers {
namespace {

std::expected<std::string, Error> authentication(const RegistryOptions& options,
                                                 const std::filesystem::path& folder) {
  if (options.token) {
    return "auth: {token: {realm: '" + options.token->address + "', service: '" +
           std::string(kTokenAudience) + "', issuer: '" + std::string(kTokenIssuer) +
           "', rootcertbundle: '" + options.token->certificate.certificate.string() + "'}}\n";
  }
  if (!options.login) {
    return "";
  }
  const Outcome outcome = run({{"htpasswd", "-Bbn", options.login->user, options.login->password}});
  if (outcome.status != 0) {
    return std::unexpected(Error{"Peers.Htpasswd", outcome.errors});
  }
  const std::filesystem::path passwords = folder / "htpasswd";
  write_file(passwords, outcome.output);
  return "auth: {htpasswd: {realm: peers, path: '" + passwords.string() + "'}}\n";
}

}  // namespace

std::expected<std::unique_ptr<Server>, Error> start_registry(const RegistryOptions& options) {
  const std::filesystem::path folder = new_folder("registry");
  const auto login = authentication(options, folder);
  if (!login) {
    return std::unexpected(login.error());
  }
  const uint16_t port = free_port();
  std::string http = "http:\n  addr: 127.0.0.1:" + std::to_string(port) + "\n  secret: none\n";
  if (options.tls) {
    http += "  tls: {certificate: '" + options.tls->certificate.string() + "', key: '" +
            options.tls->key.string() + "'}\n";
  }
  const std::filesystem::path settings = folder / "config.yml";
  write_file(settings, "version: 0.1\nlog: {level: info}\nstorage: {filesystem: {rootdirectory: '" +
                           (folder / "data").string() + "'}}\n" + http + *login);
  return Server::start({{"docker-registry", "serve", settings}}, port);
}

}  // namespace lambda::peers
