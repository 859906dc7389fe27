// The folder of Python packages comes as data of this library, whatever target uses it.
#include "tests/peers/aws/moto.h"

#include "tests/peers/aws/python_folder.h"

namespace lambda::peers {
namespace {

constexpr std::chrono::seconds kStart{60};

// Without it, Lambda would run functions in docker.
constexpr char kSettings[] = R"({"lambda": {"use_docker": false}})";

// moto looks at the service that a request is signed for, and not at the signature.
std::string signed_for(const std::string& service) {
  return "AWS4-HMAC-SHA256 Credential=a/20260101/" + std::string(kAwsRegion) + "/" + service +
         "/aws4_request";
}

std::expected<void, Error> told(uint16_t port, const std::string& path, const std::string& body) {
  const auto answer = exchange(port, {"POST", path, {{"content-type", "application/json"}}, body});
  if (!answer) {
    return std::unexpected(answer.error());
  }
  if (answer->status / 100 == 2) {
    return {};
  }
  return std::unexpected(Error{
      "Peers.Moto", path + ": status " + std::to_string(answer->status) + ": " + answer->body});
}

}  // namespace

std::expected<std::unique_ptr<Server>, Error> start_moto(const MotoOptions& options) {
  const uint16_t port = free_port();
  auto server = Server::start(
      {{"python3", "-m", "moto.server", "--host", "127.0.0.1", "--port", std::to_string(port)},
       {{"MOTO_IAM_LOAD_MANAGED_POLICIES", options.has_aws_policies ? "true" : "false"},
        {"PYTHONDONTWRITEBYTECODE", "1"},
        {"PYTHONPATH", python_folder()}},
       {},
       {}},
      port, kStart);
  if (!server) {
    return server;
  }
  const auto set = told(port, "/moto-api/config", kSettings);
  if (!set) {
    return std::unexpected(set.error());
  }
  return server;
}

std::expected<void, Error> reset_moto(uint16_t port) { return told(port, "/moto-api/reset", ""); }

std::expected<std::string, Error> make_role(uint16_t port, const std::string& name) {
  const std::string policy =
      "%7B%22Version%22%3A%222012-10-17%22%2C%22Statement%22%3A%5B%7B%22Effect%22%3A%22Allow%22%2C"
      "%22Principal%22%3A%7B%22Service%22%3A%22lambda.amazonaws.com%22%7D%2C%22Action%22%3A%22sts"
      "%3AAssumeRole%22%7D%5D%7D";
  const auto answer = exchange(port, {"POST",
                                      "/",
                                      {{"content-type", "application/x-www-form-urlencoded"},
                                       {"authorization", signed_for("iam")}},
                                      "Action=CreateRole&Version=2010-05-08&RoleName=" + name +
                                          "&AssumeRolePolicyDocument=" + policy});
  if (!answer) {
    return std::unexpected(answer.error());
  }
  if (answer->status == 200) {
    return "arn:aws:iam::" + std::string(kAwsAccount) + ":role/" + name;
  }
  return std::unexpected(Error{"Peers.Moto", "CreateRole: " + answer->body});
}

std::string ask_lambda(uint16_t port, const std::string& path) {
  const auto answer = exchange(port, {"GET", path, {{"authorization", signed_for("lambda")}}, ""});
  return answer && answer->status == 200 ? answer->body : "";
}

std::expected<HttpResponse, Error> ask_ecr(uint16_t port, const std::string& action,
                                           const std::string& input) {
  return exchange(port, {"POST",
                         "/",
                         {{"content-type", "application/x-amz-json-1.1"},
                          {"x-amz-target", "AmazonEC2ContainerRegistry_V20150921." + action},
                          {"authorization", signed_for("ecr")}},
                         input});
}

}  // namespace lambda::peers
