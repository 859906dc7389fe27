// One moto and one registry for all tests of a program: both take a second to start.
#include "tests/deploy/cloud.h"

#include <algorithm>

#include "tests/peers/runfile.h"

namespace lambda::deploy_test {

using peers::Outcome;

std::unique_ptr<peers::Server> Cloud::moto_;
std::unique_ptr<peers::Ecr> Cloud::ecr_;
std::unique_ptr<peers::LambdaManners> Cloud::manners_;
std::unique_ptr<peers::RecordingProxy> Cloud::control_;
std::string Cloud::role_;

void Cloud::start(const peers::MotoOptions& options) {
  auto moto = peers::start_moto(options);
  ASSERT_TRUE(moto.has_value()) << moto.error().message;
  moto_ = std::move(*moto);
  auto ecr = peers::Ecr::start(moto_->port());
  ASSERT_TRUE(ecr.has_value()) << ecr.error().message;
  ecr_ = std::move(*ecr);
  manners_ = std::make_unique<peers::LambdaManners>(ecr_->plain_port(), moto_->port());
  control_ = std::make_unique<peers::RecordingProxy>(
      moto_->port(), [](const peers::HttpRequest& request) { return manners_->answer(request); });
}

void Cloud::TearDownTestSuite() {
  control_.reset();
  manners_.reset();
  ecr_.reset();
  moto_.reset();
}

void Cloud::SetUp() {
  ASSERT_NE(nullptr, control_) << "moto or the registry did not start";
  const auto reset = peers::reset_moto(moto_->port());
  ASSERT_TRUE(reset.has_value()) << reset.error().message;
  const auto role = peers::make_role(moto_->port(), "worker");
  ASSERT_TRUE(role.has_value()) << role.error().message;
  role_ = *role;
  manners_->forget();
  control_->forget();
  ecr_->front().forget();
}

peers::Command Cloud::command(const FunctionFiles& function, const std::string& verb,
                              const Words& words, const Environment& added,
                              peers::AwsVersion version) {
  Words all = {peers::runfile("DEPLOY"), verb, "--function", write_document(function, verb)};
  if (verb == "push") {
    all.push_back("--allow-empty-base");  // As it is built without a network.
  }
  all.insert(all.end(), words.begin(), words.end());
  return in_cloud(std::move(all), added, version);
}

peers::Command Cloud::target(const std::string& variable, const Words& words) {
  Words all = {peers::runfile(variable)};
  all.insert(all.end(), words.begin(), words.end());
  return in_cloud(std::move(all), {}, peers::AwsVersion::kV2);
}

peers::Command Cloud::in_cloud(Words words, const Environment& added, peers::AwsVersion version) {
  peers::Command command{std::move(words), peers::aws_environment(version), {}, {}};
  const std::string endpoint = peers::AwsCli(version, control_->port()).endpoint();
  command.arguments.insert(command.arguments.end(), {"--endpoint-url", endpoint});
  command.environment["SSL_CERT_FILE"] = ecr_->authority();
  command.environment["DOCKER_CONFIG"] = "/nonexistent";
  for (const auto& [name, value] : added) {
    command.environment[name] = value;
  }
  return command;
}

Outcome Cloud::deploy(const FunctionFiles& function, const std::string& verb, const Words& words,
                      const Environment& added) {
  return peers::run(command(function, verb, words, added), std::chrono::seconds(120));
}

Environment Cloud::ecr_password() {
  return {{"LAMBDA_REGISTRY_USER", "AWS"},
          {"LAMBDA_REGISTRY_PASSWORD", std::string(peers::kAwsAccount) + "-auth-token"}};
}

Outcome Cloud::push(const FunctionFiles& function, const std::string& repository,
                    const Words& words) {
  Words all = {"--repository", in_ecr(repository)};
  all.insert(all.end(), words.begin(), words.end());
  return deploy(function, "push", all, ecr_password());
}

Poco::JSON::Object::Ptr Cloud::asked(const Words& words) {
  auto answer = peers::AwsCli(peers::AwsVersion::kV2, moto_->port()).object(words);
  EXPECT_TRUE(answer.has_value()) << answer.error().message;
  return answer.value_or(Poco::JSON::Object::Ptr(new Poco::JSON::Object));
}

Outcome Cloud::client(const Words& words) {
  return peers::run({words, ecr_->client_environment(), {}, {}});
}

void Cloud::make_repository(const std::string& name) {
  const auto made =
      peers::ask_ecr(moto_->port(), "CreateRepository", R"({"repositoryName":")" + name + R"("})");
  ASSERT_TRUE(made.has_value()) << made.error().message;
  ASSERT_EQ(200, made->status) << made->body;
}

std::string Cloud::in_ecr(const std::string& name) {
  return std::string(peers::kEcrHost) + "/" + name;
}

std::vector<std::string> changes(const std::vector<peers::Exchange>& exchanges) {
  std::vector<std::string> found;
  for (const auto& [request, answer] : exchanges) {
    const auto target = request.headers.find("x-amz-target");
    const bool is_query = request.body.starts_with("Action=");
    const std::string action = target != request.headers.end()
                                   ? target->second.substr(target->second.rfind('.') + 1)
                               : is_query ? request.body.substr(7, request.body.find('&') - 7)
                                          : "";
    const bool is_question = action.starts_with("Get") || action.starts_with("Describe") ||
                             action.starts_with("List") || action.starts_with("Batch");
    if (is_question || (action.empty() && request.method == "GET")) {
      continue;
    }
    found.push_back(action.empty() ? request.method + " " + request.path : action);
  }
  return found;
}

}  // namespace lambda::deploy_test
