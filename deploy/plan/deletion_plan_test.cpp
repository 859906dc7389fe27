// Only what was found is deleted, and only a role that was made here.
#include "deploy/plan/deletion_plan.h"

#include <gtest/gtest.h>

#include "core/json/json_object.h"
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
