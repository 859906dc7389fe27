// The image runs as Lambda runs it, on runc with a root nobody can write to, on both architectures:
// with our entrypoint as the emulator, with AWS's emulator in its place, and as the runtime that
// AWS's emulator starts from outside.
#include "tests/peers/run.h"

#include <gtest/gtest.h>

#include "tests/images/functions_under_test.h"
#include "tests/peers/container.h"
#include "tests/peers/http.h"
#include "tests/peers/runfile.h"
#include "tests/peers/server.h"

namespace lambda::images_test {
namespace {

using peers::ContainerOptions;
using peers::Server;

std::string local(uint16_t port) { return "127.0.0.1:" + std::to_string(port); }

void expect_greeting(Server& server) {
  for (int i = 0; i < 2; ++i) {
    const auto answer = peers::invoke(server.port(), kEvent);
    ASSERT_TRUE(answer.has_value()) << answer.error().message << server.log();
    EXPECT_EQ(200, answer->status) << server.log();
    EXPECT_EQ(kAnswer, answer->body) << server.log();
  }
}

class Container : public testing::TestWithParam<Built> {
 protected:
  ContainerOptions image() const {
    return {.layout = hello_layout(), .name = GetParam().architecture};
  }
};

TEST_P(Container, AnswersThroughOurEntrypoint) {
  const uint16_t port = peers::free_port();
  ContainerOptions options = image();
  options.environment["LAMBDA_EMULATOR_ADDRESS"] = local(port);
  const auto command = peers::container_command(options);
  ASSERT_TRUE(command.has_value()) << command.error().message;
  const auto server = Server::start(*command, port);
  ASSERT_TRUE(server.has_value()) << server.error().message;
  expect_greeting(**server);
}

TEST_P(Container, AnswersThroughAwsEmulatorAsEntrypoint) {
  const uint16_t port = peers::free_port();
  ContainerOptions options = image();
  options.mounts["/aws-lambda-rie"] = GetParam().emulator;
  options.entrypoint = {"/aws-lambda-rie", "--runtime-interface-emulator-address", local(port),
                        "--runtime-api-address", local(peers::free_port())};
  const auto command = peers::container_command(options);
  ASSERT_TRUE(command.has_value()) << command.error().message;
  const auto server = Server::start(*command, port);
  ASSERT_TRUE(server.has_value()) << server.error().message;
  expect_greeting(**server);
}

// The Runtime API is outside and the container reaches it, as on Lambda: the entrypoint must give
// way to the bootstrap.
TEST_P(Container, IsTheRuntimeOfAwsEmulatorOutside) {
  const uint16_t port = peers::free_port();
  const uint16_t runtime_api = peers::free_port();
  ContainerOptions options = image();
  options.environment["AWS_LAMBDA_RUNTIME_API"] = local(runtime_api);
  const auto container = peers::container_command(options);
  ASSERT_TRUE(container.has_value()) << container.error().message;
  const auto runc = peers::find_program(container->arguments.front());
  ASSERT_TRUE(runc.has_value()) << runc.error().message;
  peers::Command command{{hello().front().emulator, "--runtime-interface-emulator-address",
                          local(port), "--runtime-api-address", local(runtime_api), *runc}};
  command.arguments.insert(command.arguments.end(), container->arguments.begin() + 1,
                           container->arguments.end());
  const auto server = Server::start(command, port);
  ASSERT_TRUE(server.has_value()) << server.error().message;
  expect_greeting(**server);
}

INSTANTIATE_TEST_SUITE_P(Hello, Container, testing::ValuesIn(hello()),
                         [](const auto& info) { return info.param.architecture; });

class Zip : public testing::TestWithParam<Built> {};

TEST_P(Zip, RunsUnderAwsEmulator) {
  const std::filesystem::path folder = peers::new_folder("zip");
  const peers::Outcome unzipped = peers::run({{"unzip", "-q", GetParam().zip, "-d", folder}});
  ASSERT_EQ(0, unzipped.status) << unzipped;
  const uint16_t port = peers::free_port();
  const auto server =
      Server::start({{GetParam().emulator, "--runtime-interface-emulator-address", local(port),
                      "--runtime-api-address", local(peers::free_port()), folder / "bootstrap"}},
                    port);
  ASSERT_TRUE(server.has_value()) << server.error().message;
  expect_greeting(**server);
}

INSTANTIATE_TEST_SUITE_P(Hello, Zip, testing::ValuesIn(hello()),
                         [](const auto& info) { return info.param.architecture; });

}  // namespace
}  // namespace lambda::images_test
