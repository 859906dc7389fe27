// The verb shows with --plan, and otherwise deletes what it found.
#include <gtest/gtest.h>

#include "deploy/lambda/aws_script.h"
#include "deploy/lambda/verbs.h"

namespace lambda::deploy {
namespace {

std::expected<void, Error> run(std::vector<std::string> words) {
  const Verb verb = delete_verb(std::nullopt);
  const auto arguments = parse_arguments(verb, words);
  if (!arguments) {
    return std::unexpected(arguments.error());
  }
  return verb.run(*arguments);
}

TEST(DeleteVerb, PlansWithoutDeletingAndThenDeletes) {
  AwsScript script;
  script.answer("get-function", R"({"Configuration": {"FunctionArn": "arn:f"}})");
  script.answer("get-role", R"({"Role": {"Arn": "arn:aws:iam::1:role/lambda-f",
                                "Tags": [{"Key": "lambda-deploy:function", "Value": "f"}]}})");
  script.answer("list-attached-role-policies", R"({"AttachedPolicies": [{"PolicyName": "p"}]})");
  script.answer("detach-role-policy", "");
  script.answer("delete-function", "");
  script.answer("delete-role", "");
  ASSERT_TRUE(run({"--name=f", "--delete-role", "--plan"}).has_value());
  EXPECT_EQ(script.called().find("delete-"), std::string::npos);
  ASSERT_TRUE(run({"--name=f", "--delete-role"}).has_value());
  EXPECT_EQ(script.input("get-role", 1), R"({"RoleName":"lambda-f"})");
  EXPECT_EQ(script.input("delete-function", 1), R"({"FunctionName":"f"})");
  EXPECT_NE(script.called().find("delete-function\ndetach-role-policy\ndelete-role\n"),
            std::string::npos)
      << script.called();
  EXPECT_EQ(script.input("delete-role", 1), R"({"RoleName":"lambda-f"})");
  ASSERT_TRUE(run({"--name=f", "--delete-role", "--role=other"}).has_value());
  EXPECT_EQ(script.input("get-role", 3), R"({"RoleName":"other"})");
}

}  // namespace
}  // namespace lambda::deploy
