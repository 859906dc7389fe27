// Who we are to which registry, in which order: the environment's password is for one alone.
#include "deploy/push/push_session.h"

#include <cstdlib>
#include <filesystem>
#include <string>
#include <utility>

#include <gtest/gtest.h>

#include "core/files/file_bytes.h"
#include "core/files/temporary_folder.h"

namespace lambda::deploy {
namespace {

const registry::Origin kDestination{true, "r.example", 443};
const registry::Origin kBase{true, "base.example", 443};

class Finder : public testing::Test {
 protected:
  void SetUp() override {
    unsetenv("LAMBDA_REGISTRY_USER");
    unsetenv("LAMBDA_REGISTRY_PASSWORD");
    setenv("DOCKER_CONFIG", folder_.path().c_str(), 1);
    // "user:pass"
    ASSERT_TRUE(write_file(folder_ / "config.json",
                           R"({"auths": {"r.example": {"auth": "dXNlcjpwYXNz"},
                                                 "base.example": {"auth": "dXNlcjpwYXNz"}}})"));
  }

  static void set_environment() {
    setenv("LAMBDA_REGISTRY_USER", "ada", 1);
    setenv("LAMBDA_REGISTRY_PASSWORD", "secret", 1);
  }

  /// The user's name; "none" where there are no more credentials.
  static std::string user(const registry::Origin& origin, int rank) {
    const AwsCommand aws((AwsSettings()));
    const auto found = credentials_finder(kDestination, aws)(origin, rank);
    EXPECT_TRUE(found) << found.error().message;
    return found && *found ? (*found)->user : "none";
  }

  TemporaryFolder folder_;
};

TEST_F(Finder, TakesTheEnvironmentsBeforeDockers) {
  set_environment();
  EXPECT_EQ("ada", user(kDestination, 0));
  EXPECT_EQ("user", user(kDestination, 1));
  EXPECT_EQ("none", user(kDestination, 2));
}

TEST_F(Finder, TakesDockersWhereTheEnvironmentHasNone) {
  EXPECT_EQ("user", user(kDestination, 0));
  EXPECT_EQ("none", user(kDestination, 1));
}

TEST_F(Finder, TellsNoOtherRegistryTheEnvironmentsPassword) {
  set_environment();
  EXPECT_EQ("user", user(kBase, 0));
  EXPECT_EQ("none", user(kBase, 1));
  EXPECT_EQ("none", user({true, "r.example", 5000}, 0)) << "another port is another registry";
  EXPECT_EQ("user", user({false, "r.example", 80}, 0)) << "docker's file tells no schemes apart";
}

TEST_F(Finder, RefusesHalfOfALogin) {
  const AwsCommand aws((AwsSettings()));
  const auto refused = [&] {
    const auto found = credentials_finder(kDestination, aws)(kDestination, 0);
    return !found && found.error().type == "Credentials.Malformed" &&
           found.error().message.contains("LAMBDA_REGISTRY_PASSWORD");
  };
  setenv("LAMBDA_REGISTRY_USER", "ada", 1);
  EXPECT_TRUE(refused());
  unsetenv("LAMBDA_REGISTRY_USER");
  setenv("LAMBDA_REGISTRY_PASSWORD", "secret", 1);
  EXPECT_TRUE(refused());
  setenv("LAMBDA_REGISTRY_USER", "", 1);
  EXPECT_TRUE(refused());
}

TEST_F(Finder, MayHaveAnEmptyPassword) {
  setenv("LAMBDA_REGISTRY_USER", "ada", 1);
  setenv("LAMBDA_REGISTRY_PASSWORD", "", 1);
  EXPECT_EQ("ada", user(kDestination, 0));
}

// An `aws` that says how it was called, in a password's place.
TEST_F(Finder, AsksAwsForThePasswordOfARegistrysOwnRegion) {
  ASSERT_TRUE(write_file(folder_ / "aws", "#!/bin/sh\necho \"$*\"\n"));
  std::filesystem::permissions(folder_ / "aws", std::filesystem::perms::owner_all);
  setenv("PATH", folder_.path().c_str(), 1);
  const AwsCommand aws(AwsSettings{.region = "us-east-1", .profile = "work"});
  for (const auto& [host, region] :
       {std::pair("123456789012.dkr.ecr.eu-west-1.amazonaws.com", "eu-west-1"),
        std::pair("123456789012.dkr.ecr.eusc-de-east-1.amazonaws.eu", "eusc-de-east-1"),
        std::pair("123456789012.dkr.ecr.us-isof-south-1.csp.hci.ic.gov", "us-isof-south-1")}) {
    const auto found = credentials_finder(kDestination, aws)({true, host, 443}, 0);
    ASSERT_TRUE(found) << found.error().message;
    ASSERT_TRUE(*found) << host;
    EXPECT_EQ("AWS", (*found)->user);
    const std::string& call = (*found)->password;
    EXPECT_TRUE(call.contains("ecr get-login-password")) << call;
    EXPECT_TRUE(call.contains(std::string("--region ") + region)) << call;
    EXPECT_TRUE(call.contains("--profile work")) << call;
    EXPECT_FALSE(call.contains("us-east-1")) << call;
  }
  EXPECT_EQ("none", user({true, "other.example", 443}, 0));
}

TEST(SessionSettings, AreThoseOfTheOptions) {
  PushOptions options;
  options.retry.attempts_max = 7;
  options.waits.answer = std::chrono::milliseconds(1);
  int pauses = 0;
  const AwsCommand aws((AwsSettings()));
  const auto settings =
      session_settings(options, kDestination, aws, [&](registry::Milliseconds) { ++pauses; });
  EXPECT_EQ(7, settings.retry.attempts_max);
  EXPECT_EQ(std::chrono::milliseconds(1), settings.waits.answer);
  settings.pause(registry::Milliseconds(1));
  EXPECT_EQ(1, pauses);
}

}  // namespace
}  // namespace lambda::deploy
