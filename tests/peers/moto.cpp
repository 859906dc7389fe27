// The folder of Python packages comes as data of this library, whatever target uses it.
#include "tests/peers/moto.h"

#include "tests/peers/python_folder.h"

namespace lambda::peers {
namespace {

constexpr std::chrono::seconds kStart{60};

// Without it, Lambda would run functions in docker.
constexpr char kSettings[] = R"({"lambda": {"use_docker": false}})";

std::expected<void, Error> told(uint16_t port, const std::string& path, const std::string& body) {
  const auto answer = exchange(port, {"POST", path, {{"content-type", "application/json"}}, body});
  if (!answer) return std::unexpected(answer.error());
  if (answer->status / 100 == 2) return {};
  return std::unexpected(
      Error{Remedy::kReportAndExit, "Peers.Moto",
            path + ": status " + std::to_string(answer->status) + ": " + answer->body});
}

}  // namespace

std::expected<std::unique_ptr<Server>, Error> start_moto() {
  const uint16_t port = free_port();
  auto server = Server::start({{"python3", "-m", "moto.server", "--host", "127.0.0.1", "--port",
                                std::to_string(port)},
                               {{"PYTHONPATH", python_folder()}, {"PYTHONDONTWRITEBYTECODE", "1"}},
                               {},
                               {}},
                              port, kStart);
  if (!server) return server;
  const auto set = told(port, "/moto-api/config", kSettings);
  if (!set) return std::unexpected(set.error());
  return server;
}

std::expected<void, Error> reset_moto(uint16_t port) { return told(port, "/moto-api/reset", ""); }

std::expected<HttpResponse, Error> ask_ecr(uint16_t port, const std::string& action,
                                           const std::string& input) {
  const std::string scope =
      "Credential=a/20260101/" + std::string(kAwsRegion) + "/ecr/aws4_request";
  return exchange(port, {"POST",
                         "/",
                         {{"content-type", "application/x-amz-json-1.1"},
                          {"x-amz-target", "AmazonEC2ContainerRegistry_V20150921." + action},
                          {"authorization", "AWS4-HMAC-SHA256 " + scope}},
                         input});
}

}  // namespace lambda::peers
