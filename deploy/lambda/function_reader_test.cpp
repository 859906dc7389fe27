// Everything that is there is found at once; what is not there is an answer, other errors are not.
#include "deploy/lambda/function_reader.h"

#include <algorithm>
#include <string>

#include <gtest/gtest.h>

#include "deploy/lambda/aws_script.h"

namespace lambda::deploy {
namespace {

TEST(FunctionReader, FindsAllThatIsAskedAbout) {
  AwsScript script;
  script.answer("get-function", R"({"Configuration": {"FunctionArn": "arn:f"}})");
  script.answer("get-function-url-config", R"({"FunctionUrl": "https://u", "AuthType": "NONE"})");
  script.answer("get-policy", R"({"Policy": "{\"Statement\": [{\"Sid\": \"s\"}]}"})");
  script.answer("get-alias", R"({"FunctionVersion": "3"})");
  script.answer("get-role", R"({"Role": {"Arn": "arn:r", "Tags": [{"Key": "k", "Value": "v"}]}})");
  script.answer("list-attached-role-policies", R"({"AttachedPolicies": [{"PolicyName": "p"}]})");
  const auto found = read_found(AwsCommand({}), {.function = "f",
                                                 .role = "r",
                                                 .asks_role_policies = true,
                                                 .alias = "live",
                                                 .asks_url = true});
  ASSERT_TRUE(found.has_value()) << found.error().message;
  EXPECT_EQ(found->function->arn, "arn:f");
  EXPECT_EQ(found->url->url, "https://u");
  EXPECT_EQ(found->statements, std::set<std::string>{"s"});
  EXPECT_EQ(found->alias->version, "3");
  EXPECT_EQ(found->role->arn, "arn:r");
  EXPECT_EQ(found->role->tags.at("k"), "v");
  EXPECT_EQ(found->role->policies, std::set<std::string>{"p"});
  EXPECT_EQ(script.input("get-policy", 1), R"({"FunctionName":"f","Qualifier":"live"})");
}

TEST(FunctionReader, AsksOnlyWhatItMust) {
  AwsScript script;
  const auto found = read_found(AwsCommand({}), {.function = "f"});
  ASSERT_TRUE(found.has_value()) << found.error().message;
  EXPECT_FALSE(found->function.has_value());
  EXPECT_EQ(script.called(), "get-function\n");
}

TEST(FunctionReader, DoesNotTakeAnErrorForAbsence) {
  AwsScript script;
  script.answer("get-function", "!AccessDeniedException not authorized");
  const auto found = read_found(AwsCommand({}), {.function = "f"});
  ASSERT_FALSE(found.has_value());
  EXPECT_EQ(found.error().type, "Aws.AccessDeniedException");
}

const Question kEverything = {
    .function = "f", .role = "r", .asks_role_policies = true, .alias = "live", .asks_url = true};

TEST(FunctionReader, AsksTheRestWhenTheFirstCallHasSucceeded) {
  AwsScript script;
  std::string called_before;
  const auto found =
      read_found(AwsCommand({}), kEverything, [&] { called_before = script.called(); });
  ASSERT_TRUE(found.has_value()) << found.error().message;
  EXPECT_EQ(called_before, "get-function\n");
  EXPECT_EQ(std::ranges::count(script.called(), '\n'), 6);
}

TEST(FunctionReader, AsksNothingMoreWhereTheFirstCallFails) {
  AwsScript script;
  script.answer("get-function", "!AccessDenied MultiFactorAuthentication failed");
  bool is_answered = false;
  EXPECT_FALSE(read_found(AwsCommand({}), kEverything, [&] { is_answered = true; }).has_value());
  EXPECT_FALSE(is_answered);
  EXPECT_EQ(script.called(), "get-function\n");
}

}  // namespace
}  // namespace lambda::deploy
