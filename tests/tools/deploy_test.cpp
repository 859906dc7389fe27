// hello.deploy reaches the `aws` that only the host has.
#include <cstdlib>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/peers/aws/aws_cli.h"
#include "tests/peers/aws/moto.h"
#include "tests/peers/runfile.h"
#include "tests/tools/machine.h"

namespace lambda::tools_test {
namespace {

using peers::Outcome;

// `tools/bazel run` of a program that becomes hello.deploy, which this Bazel did not build.
Outcome deploy(const std::string& role, uint16_t port, const std::string& place) {
  const std::vector<std::string> words = {"run",
                                          "//:report",
                                          "--",
                                          "--exec",
                                          "/usr/bin/env",
                                          std::string("RUNFILES_DIR=") + std::getenv("TEST_SRCDIR"),
                                          peers::runfile("HELLO_DEPLOY"),
                                          "--from",
                                          "zip",
                                          "--architecture",
                                          "x86_64",
                                          "--role",
                                          role,
                                          "--endpoint-url",
                                          "http://127.0.0.1:" + std::to_string(port)};
  auto environment = peers::aws_environment(peers::AwsVersion::kV2);
  environment.erase("PATH");
  environment.erase("HOME");
  if (!place.empty()) {
    environment["LAMBDA_BAZEL_RUN"] = place;
  }
  return Machine::get().bazel(words, {.environment = environment});
}

TEST(Deploy, FindsAwsOnTheHostAlone) {
  const auto moto = peers::start_moto();
  ASSERT_TRUE(moto.has_value()) << moto.error().message;
  const uint16_t port = (*moto)->port();
  const auto role = peers::make_role(port, "worker");
  ASSERT_TRUE(role.has_value()) << role.error().message;
  const Outcome missing = deploy(*role, port, "root");
  EXPECT_NE(0, missing.status) << missing;
  EXPECT_TRUE(missing.errors.contains("awscli")) << missing;
  const Outcome deployed = deploy(*role, port, "");
  EXPECT_EQ(0, deployed.status) << deployed;
  EXPECT_TRUE(deployed.output.contains("function:hello")) << deployed;
  EXPECT_NE("", peers::ask_lambda(port, "/2015-03-31/functions/hello"));
}

}  // namespace
}  // namespace lambda::tools_test
