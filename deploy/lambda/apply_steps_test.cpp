// A plan is carried out in order, with patience where AWS is not ready and none where it refuses.
// Source: apply_steps.h.
#include "deploy/lambda/apply_steps.h"

#include <sstream>

#include "deploy/lambda/aws_script.h"
#include "gtest/gtest.h"

namespace lambda::deploy {
namespace {

using Poco::JSON::Object;

constexpr const char* kReady =
    R"({"FunctionArn": "arn:f", "State": "Active", "LastUpdateStatus": "Successful"})";
constexpr const char* kPending = R"({"FunctionArn": "arn:f", "State": "Pending"})";
constexpr const char* kUpdating =
    R"({"FunctionArn": "arn:f", "State": "Active", "LastUpdateStatus": "InProgress"})";

Step step_of(const std::string& operation) {
  return {.service = "lambda",
          .operation = operation,
          .input = new Object,
          .lines = {operation},
          .is_function_changed = operation != "create-alias" && operation != "create-role"};
}

class ApplySteps : public testing::Test {
 protected:
  std::expected<Applied, Error> apply(const std::vector<Step>& steps) {
    const Patience patience{.sleep = [this](std::chrono::milliseconds time) { slept_ += time; }};
    return apply_steps(AwsCommand({}), steps, "f", patience, log_);
  }

  AwsScript script_;
  std::ostringstream log_;
  std::chrono::milliseconds slept_{0};
};

TEST_F(ApplySteps, WaitsUntilANewFunctionIsActive) {
  script_.answer("create-function", kPending);
  script_.answer("get-function-configuration", kPending);
  script_.answer("get-function-configuration", kReady);
  const auto applied = apply({step_of("create-function")});
  ASSERT_TRUE(applied.has_value()) << applied.error().message;
  EXPECT_EQ(applied->function_arn, "arn:f");
  EXPECT_EQ(script_.called(),
            "create-function\nget-function-configuration\nget-function-configuration\n");
  EXPECT_EQ(slept_, std::chrono::milliseconds(500));
}

TEST_F(ApplySteps, AsksNothingMoreWhereItWasDoneAtOnce) {
  script_.answer("update-function-code", kReady);
  ASSERT_TRUE(apply({step_of("update-function-code")}).has_value());
  EXPECT_EQ(script_.called(), "update-function-code\n");
}

TEST_F(ApplySteps, WaitsForAnotherChange) {
  script_.answer("update-function-code", "!ResourceConflictException An update is in progress");
  script_.answer("update-function-code", kReady);
  script_.answer("get-function-configuration", kUpdating);
  script_.answer("get-function-configuration", kReady);
  ASSERT_TRUE(apply({step_of("update-function-code")}).has_value());
  EXPECT_EQ(script_.called(),
            "update-function-code\nget-function-configuration\nget-function-configuration\n"
            "update-function-code\n");
}

TEST_F(ApplySteps, GivesANewRoleTime) {
  script_.answer("create-role", R"({"Role": {"Arn": "arn:aws-cn:iam::1:role/r"}})");
  script_.answer("attach-role-policy", "");
  script_.answer("create-function",
                 "!InvalidParameterValueException The role defined for the function cannot be "
                 "assumed by Lambda.");
  script_.answer("create-function", kReady);
  Step attach = step_of("attach-role-policy");
  attach.need = StepNeed::kPartition;
  Step create = step_of("create-function");
  create.need = StepNeed::kRole;
  create.is_role_ours = true;
  ASSERT_TRUE(apply({step_of("create-role"), attach, create}).has_value());
  EXPECT_EQ(script_.input("attach-role-policy", 1),
            R"({"PolicyArn":"arn:aws-cn:iam::aws:policy/service-role/)"
            R"(AWSLambdaBasicExecutionRole"})");
  EXPECT_EQ(script_.input("create-function", 2), R"({"Role":"arn:aws-cn:iam::1:role/r"})");
  EXPECT_NE(log_.str().find("knows the role"), std::string::npos) << log_.str();
}

TEST_F(ApplySteps, GivesAnOldRoleNone) {
  script_.answer("create-function",
                 "!InvalidParameterValueException The role defined for the function cannot be "
                 "assumed by Lambda.");
  EXPECT_FALSE(apply({step_of("create-function")}).has_value());
  EXPECT_EQ(script_.called(), "create-function\n");
}

TEST_F(ApplySteps, TellsLambdasReason) {
  script_.answer("update-function-code", kUpdating);
  script_.answer("get-function-configuration",
                 R"({"FunctionArn": "arn:f", "State": "Active", "LastUpdateStatus": "Failed",
                     "LastUpdateStatusReason": "Lambda does not have permission to access the ECR )"
                 R"(image."})");
  const auto applied = apply({step_of("update-function-code"), step_of("publish-version")});
  ASSERT_FALSE(applied.has_value());
  EXPECT_EQ(applied.error().type, "Deploy.Failed");
  EXPECT_NE(applied.error().message.find("ecr:BatchGetImage"), std::string::npos)
      << applied.error().message;
  EXPECT_EQ(script_.called(), "update-function-code\nget-function-configuration\n");
}

TEST_F(ApplySteps, PointsAnAliasAtTheVersionUnlessItDoes) {
  script_.answer("publish-version", R"({"FunctionArn": "arn:f:7", "Version": "7"})");
  script_.answer("create-alias", "{}");
  Step alias = step_of("create-alias");
  alias.need = StepNeed::kVersion;
  const auto applied = apply({step_of("publish-version"), alias});
  ASSERT_TRUE(applied.has_value()) << applied.error().message;
  EXPECT_EQ(applied->version, "7");
  EXPECT_EQ(script_.input("create-alias", 1), R"({"FunctionVersion":"7"})");
  alias.unless_version = "7";
  ASSERT_TRUE(apply({step_of("publish-version"), alias}).has_value());
  EXPECT_EQ(script_.input("create-alias", 2), "");
}

TEST_F(ApplySteps, DeletesAfterAnotherChange) {
  script_.answer("delete-function", "!ResourceConflictException An update is in progress");
  script_.answer("delete-function", R"({"StatusCode": 204})");
  script_.answer("get-function-configuration", kReady);
  ASSERT_TRUE(apply({step_of("delete-function")}).has_value());
  EXPECT_EQ(script_.called(),
            "delete-function\nget-function-configuration\ndelete-function\n");
}

TEST_F(ApplySteps, TakesWhatIsDoneForDone) {
  script_.answer("add-permission", "!ResourceConflictException The statement id exists");
  Step step = step_of("add-permission");
  step.done_error = "Aws.ResourceConflictException";
  EXPECT_TRUE(apply({step}).has_value());
  EXPECT_EQ(script_.called(), "add-permission\n");
}

TEST(Pause, GrowsToItsLimit) {
  const Patience patience;
  EXPECT_EQ(pause(patience, 0), std::chrono::milliseconds(500));
  EXPECT_EQ(pause(patience, 2), std::chrono::milliseconds(2000));
  EXPECT_EQ(pause(patience, 1000), std::chrono::milliseconds(5000));
}

}  // namespace
}  // namespace lambda::deploy
