// From the front to the back: socat ends TLS, the proxy keeps what was asked and has ECR's manners,
// docker-registry keeps the images.
#include "tests/peers/aws/ecr.h"

#include "tests/peers/aws/moto.h"
#include "tests/peers/host_names.h"
#include "tests/peers/registry.h"
#include "tests/peers/runfile.h"
#include "tests/peers/tls_front.h"

namespace lambda::peers {
namespace {

constexpr uint16_t kHttps = 443;

// The user and the password, in base64, as moto gives them.
std::expected<std::string, Error> token_of(uint16_t moto) {
  const auto answer = ask_ecr(moto, "GetAuthorizationToken", "{}");
  if (!answer) {
    return std::unexpected(answer.error());
  }
  const std::string name = "\"authorizationToken\": \"";
  const size_t begin = answer->body.find(name);
  if (begin == std::string::npos) {
    return std::unexpected(
        Error{"Peers.Moto", "moto gives no authorization token: " + answer->body});
  }
  const size_t place = begin + name.size();
  return answer->body.substr(place, answer->body.find('"', place) - place);
}

}  // namespace

Ecr::Ecr(std::unique_ptr<Server> registry, uint16_t moto, std::string token,
         std::filesystem::path authority)
    : registry_(std::move(registry)),
      token_(std::move(token)),
      authority_(std::move(authority)),
      manners_(registry_->port(), moto, "Basic " + token_),
      front_(registry_->port(),
             [this](const HttpRequest& request) { return manners_.answer(request); }) {}

std::expected<std::unique_ptr<Ecr>, Error> Ecr::start(uint16_t moto) {
  const std::filesystem::path folder = new_folder("ecr");
  const auto token = token_of(moto);
  if (!token) {
    return std::unexpected(token.error());
  }
  const auto named = add_host_names({kEcrHost, kEcrBucket});
  if (!named) {
    return std::unexpected(named.error());
  }
  const auto authority = make_authority(folder, "a test's ECR");
  if (!authority) {
    return std::unexpected(authority.error());
  }
  const auto certificate = make_server_certificate(folder, *authority, {kEcrHost, kEcrBucket});
  if (!certificate) {
    return std::unexpected(certificate.error());
  }
  auto registry = start_registry();
  if (!registry) {
    return std::unexpected(registry.error());
  }
  std::unique_ptr<Ecr> ecr(new Ecr(std::move(*registry), moto, *token, authority->certificate));
  auto tls = start_tls_front(kHttps, ecr->front_.port(), *certificate);
  if (!tls) {
    return std::unexpected(tls.error());
  }
  ecr->tls_ = std::move(*tls);
  write_file(folder / "config.json",
             R"({"auths":{")" + std::string(kEcrHost) + R"(":{"auth":")" + *token + R"("}}})");
  return ecr;
}

std::map<std::string, std::string> Ecr::client_environment() const {
  return {{"DOCKER_CONFIG", authority_.parent_path()},
          {"REGISTRY_AUTH_FILE", authority_.parent_path() / "config.json"},
          {"SSL_CERT_FILE", authority_}};
}

Sent sent(const std::vector<Exchange>& exchanges) {
  Sent sent;
  for (const auto& [request, answer] : exchanges) {
    if (request.method != "PUT" || answer.status != 201) {
      continue;
    }
    const std::string& path = request.path;
    if (path.contains("/blobs/uploads/")) {
      ++sent.blobs;
    }
    const size_t manifest = path.find("/manifests/");
    if (manifest != std::string::npos) {
      sent.manifests.push_back(path.substr(path.find('/', manifest + 1) + 1));
    }
  }
  return sent;
}

}  // namespace lambda::peers
