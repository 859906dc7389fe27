// Docker loads the archive and runs the image, on both architectures.
#include "tests/peers/docker.h"

#include <gtest/gtest.h>

#include "tests/images/functions_under_test.h"
#include "tests/peers/http.h"
#include "tests/peers/run.h"
#include "tests/peers/server.h"

namespace lambda::images_test {
namespace {

using peers::DockerDaemon;
using peers::Outcome;
using peers::Server;

std::string local(uint16_t port) { return "127.0.0.1:" + std::to_string(port); }

class Docker : public testing::TestWithParam<Built> {
 protected:
  static void SetUpTestSuite() {
    auto daemon = DockerDaemon::start();
    ASSERT_TRUE(daemon.has_value()) << daemon.error().message;
    daemon_ = std::move(*daemon);
  }

  static void TearDownTestSuite() { daemon_.reset(); }

  void SetUp() override {
    ASSERT_NE(nullptr, daemon_) << "dockerd did not start";
    const Outcome loaded = run(daemon_->client({"load", "--input", GetParam().tar}));
    ASSERT_EQ(0, loaded.status) << loaded;
    ASSERT_TRUE(loaded.output.contains(name())) << loaded;
  }

  std::string name() const { return "hello:" + GetParam().architecture; }

  // Runs the image with `options` of docker and `arguments` of its own, and calls it at `port`.
  void expect_greeting(uint16_t port, std::vector<std::string> options,
                       const std::vector<std::string>& arguments) const {
    options.insert(options.begin(), {"run", "--rm", "--read-only", "--network", "host",
                                     "--platform", "linux/" + GetParam().image_architecture});
    options.push_back(name());
    options.insert(options.end(), arguments.begin(), arguments.end());
    const auto server = Server::start(daemon_->client(options), port);
    ASSERT_TRUE(server.has_value()) << server.error().message;
    const auto answer = peers::invoke(port, kEvent);
    ASSERT_TRUE(answer.has_value()) << answer.error().message << (*server)->log();
    EXPECT_EQ(kAnswer, answer->body) << (*server)->log();
  }

  static std::unique_ptr<DockerDaemon> daemon_;
};

std::unique_ptr<DockerDaemon> Docker::daemon_;

TEST_P(Docker, AnswersThroughOurEntrypoint) {
  const uint16_t port = peers::free_port();
  expect_greeting(port, {"--env", "LAMBDA_EMULATOR_ADDRESS=" + local(port)}, {});
}

TEST_P(Docker, AnswersThroughAwsEmulatorAsEntrypoint) {
  const uint16_t port = peers::free_port();
  const std::string emulator = std::filesystem::canonical(GetParam().emulator);
  expect_greeting(port,
                  {"--volume", emulator + ":/aws-lambda-rie:ro", "--entrypoint", "/aws-lambda-rie"},
                  {"--runtime-interface-emulator-address", local(port), "--runtime-api-address",
                   local(peers::free_port())});
}

INSTANTIATE_TEST_SUITE_P(Hello, Docker, testing::ValuesIn(hello()),
                         [](const auto& info) { return info.param.architecture; });

}  // namespace
}  // namespace lambda::images_test
