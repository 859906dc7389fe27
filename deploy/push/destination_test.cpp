// A repository is looked for, and made, in the account that its host names, and in no other.
#include "deploy/push/destination.h"

#include <gtest/gtest.h>

#include "deploy/lambda/aws_script.h"

namespace lambda::deploy {
namespace {

constexpr const char* kHost = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";
constexpr const char* kAbsent = "!RepositoryNotFoundException none";
const std::string kAddress = std::string(kHost) + "/team/hello";

class FindDestination : public testing::Test {
 protected:
  static std::expected<Destination, Error> find(const std::string& repository, bool asks_to_create,
                                                bool creates = true) {
    PushOptions options;
    options.repository = repository;
    options.creates_repository = asks_to_create;
    const auto found = find_destination(options);
    if (!found || !creates) {
      return found;
    }
    const auto made = create_destination(*found, options);
    if (!made) {
      return std::unexpected(made.error());
    }
    return Destination{*made, false};
  }

  AwsScript script_;
};

TEST_F(FindDestination, TakesAHostAsItIs) {
  const auto found = find(kAddress, false);
  ASSERT_TRUE(found.has_value()) << found.error().message;
  EXPECT_EQ(registry::text(found->repository), kAddress);
  EXPECT_EQ(script_.called(), "");
}

TEST_F(FindDestination, AsksEcrWhereANameIs) {
  script_.answer("describe-repositories",
                 R"({"repositories": [{"repositoryUri": ")" + kAddress + R"("}]})");
  const auto found = find("team/hello", false);
  ASSERT_TRUE(found.has_value()) << found.error().message;
  EXPECT_EQ(registry::text(found->repository), kAddress);
  EXPECT_EQ(script_.input("describe-repositories", 1), R"({"repositoryNames":["team/hello"]})");
}

TEST_F(FindDestination, LooksInTheAccountOfTheHost) {
  script_.answer("describe-repositories",
                 R"({"repositories": [{"repositoryUri": ")" + kAddress + R"("}]})");
  ASSERT_TRUE(find(kAddress, true).has_value());
  EXPECT_EQ(script_.called(), "describe-repositories\n");
  EXPECT_EQ(script_.input("describe-repositories", 1),
            R"({"registryId":"123456789012","repositoryNames":["team/hello"]})");
}

TEST_F(FindDestination, CreatesInTheOwnAccount) {
  script_.answer("describe-repositories", kAbsent);
  script_.answer("get-caller-identity", R"({"Account": "123456789012"})");
  script_.answer("create-repository", R"({"repository": {"repositoryUri": ")" + kAddress + "\"}}");
  const auto made = find(kAddress, true);
  ASSERT_TRUE(made.has_value()) << made.error().message;
  EXPECT_FALSE(made->is_to_be_created);
  EXPECT_EQ(script_.called(), "describe-repositories\nget-caller-identity\ncreate-repository\n");
}

TEST_F(FindDestination, CreatesNothingInAnotherAccount) {
  for (const bool creates : {false, true}) {
    script_.answer("describe-repositories", kAbsent);
    script_.answer("get-caller-identity", R"({"Account": "210987654321"})");
    const auto refused = find(kAddress, true, creates);
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().type, "Push.OtherAccount");
    for (const char* part : {"123456789012", "210987654321", "--profile", "team/hello"}) {
      EXPECT_NE(refused.error().message.find(part), std::string::npos) << refused.error().message;
    }
  }
  EXPECT_EQ(script_.called().find("create-repository"), std::string::npos);
}

TEST_F(FindDestination, PlansWithoutCreating) {
  script_.answer("describe-repositories", kAbsent);
  const auto planned = find("team/hello", true, false);
  ASSERT_TRUE(planned.has_value()) << planned.error().message;
  EXPECT_TRUE(planned->is_to_be_created);
  EXPECT_EQ(find("team/hello", false).error().type, "Push.NoRepository");
  EXPECT_EQ(script_.called().find("create-repository"), std::string::npos);
}

TEST_F(FindDestination, TakesARepositoryThatAnotherDeployerMadeMeanwhile) {
  script_.answer("describe-repositories", kAbsent);
  script_.answer("create-repository", "!RepositoryAlreadyExistsException it exists");
  script_.answer("describe-repositories",
                 R"({"repositories": [{"repositoryUri": ")" + kAddress + R"("}]})");
  const auto found = find("team/hello", true);
  ASSERT_TRUE(found.has_value()) << found.error().message;
  EXPECT_EQ(registry::text(found->repository), kAddress);
}

TEST_F(FindDestination, TakesNoOtherErrorForAbsence) {
  script_.answer("describe-repositories", "!AccessDeniedException not authorized");
  EXPECT_EQ(find("team/hello", true).error().type, "Aws.AccessDeniedException");
  EXPECT_EQ(find("UPPER", true).error().type, "Registry.BadReference");
}

}  // namespace
}  // namespace lambda::deploy
