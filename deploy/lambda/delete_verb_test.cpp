// Only what is there goes, and only a role that was made here. Source: delete_verb.h.
#include "deploy/lambda/delete_verb.h"

#include <gtest/gtest.h>

#include "core/json/json_object.h"
#include "deploy/lambda/aws_script.h"
#include "deploy/plan/role_plan.h"

namespace lambda::deploy {
namespace {

std::string called(const std::vector<Step>& steps) {
  std::string text;
  for (const Step& step : steps) {
    text += (text.empty() ? "" : " ") + step.operation;
  }
  return text;
}

Found whole() {
  return {.function = FoundFunction{.arn = "arn:f"},
          .role = FoundRole{.arn = "arn:aws-cn:iam::1:role/lambda-f",
                            .tags = {{kMadeTag, "f"}},
                            .policies = {kLogsPolicy}}};
}

TEST(Deletion, TakesTheFunctionAndLeavesTheRole) {
  EXPECT_EQ(called(plan_deletion("f", "lambda-f", false, whole())), "delete-function");
}

TEST(Deletion, TakesTheRoleWhenAsked) {
  const auto steps = plan_deletion("f", "lambda-f", true, whole());
  ASSERT_EQ(called(steps), "delete-function detach-role-policy delete-role");
  EXPECT_EQ(json_text(*steps[1].input), R"({"PolicyArn":"arn:aws-cn:iam::aws:policy/service-role/)"
                                        R"(AWSLambdaBasicExecutionRole","RoleName":"lambda-f"})");
  EXPECT_EQ(json_text(*steps[0].input), R"({"FunctionName":"f"})");
  EXPECT_TRUE(steps[0].is_function_changed) << "it waits for a change under way";
  EXPECT_EQ(json_text(*steps[2].input), R"({"RoleName":"lambda-f"})");
  EXPECT_EQ(steps[0].done_error, "Aws.ResourceNotFoundException");
  EXPECT_EQ(steps[1].done_error, "Aws.NoSuchEntity");
  EXPECT_EQ(steps[2].done_error, "Aws.NoSuchEntity");
}

std::expected<void, Error> run(std::vector<std::string> words) {
  const Verb verb = delete_verb("deploy");
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

TEST(Deletion, LeavesARoleOfOthers) {
  Found found = whole();
  found.role->tags.clear();
  EXPECT_EQ(called(plan_deletion("f", "r", true, found)), "delete-function");
}

TEST(Deletion, EndsWhatWasBegun) {
  Found found = whole();
  found.function.reset();
  found.role->policies.clear();
  EXPECT_EQ(called(plan_deletion("f", "lambda-f", true, found)), "delete-role");
  EXPECT_EQ(called(plan_deletion("f", "lambda-f", true, Found())), "");
}

}  // namespace
}  // namespace lambda::deploy
