// A function, or one version of it, is waited for, for a while; Lambda's reasons get their advice.
#include "deploy/lambda/function_waiter.h"

#include <sstream>

#include <gtest/gtest.h>

#include "deploy/lambda/aws_script.h"

namespace lambda::deploy {
namespace {

using std::chrono::milliseconds;

constexpr const char* kPending = R"({"FunctionArn": "arn:f", "State": "Pending"})";
constexpr const char* kActive = R"({"FunctionArn": "arn:f", "State": "Active"})";

class Waiting : public testing::Test {
 protected:
  std::expected<FoundFunction, Error> wait(const Awaited& awaited) {
    Patience patience;
    patience.sleep = [this](milliseconds time) { slept_.push_back(time); };
    return wait_until_settled(AwsCommand({}), awaited, patience, log_);
  }

  AwsScript script_;
  std::ostringstream log_;
  std::vector<milliseconds> slept_;
};

TEST_F(Waiting, EndsAtOnceWhereItIsSettled) {
  script_.answer("get-function", kActive);
  ASSERT_TRUE(wait({"f", ""}).has_value());
  EXPECT_EQ(script_.input("get-function", 1), R"({"FunctionName":"f"})");
  EXPECT_TRUE(slept_.empty());
  EXPECT_EQ(log_.str(), "");
}

TEST_F(Waiting, AsksForTheVersionThatIsMeant) {
  for (int i = 0; i < 3; ++i) {
    script_.answer("get-function", kPending);
  }
  script_.answer("get-function", kActive);
  ASSERT_TRUE(wait({"f", "7"}).has_value());
  EXPECT_EQ(script_.input("get-function", 4), R"({"FunctionName":"f","Qualifier":"7"})");
  EXPECT_EQ(slept_, (std::vector{milliseconds(500), milliseconds(1000), milliseconds(2000)}));
  EXPECT_EQ(log_.str(), "waiting until Lambda is done with f:7 ...\n");
}

TEST_F(Waiting, GivesUpAtItsLimit) {
  script_.answer("get-function", kPending);
  const auto late = wait({"f", ""});
  ASSERT_FALSE(late.has_value());
  EXPECT_EQ(late.error().type, "Deploy.NotReady");
  EXPECT_NE(late.error().message.find("after 600 s"), std::string::npos) << late.error().message;
  milliseconds whole{0};
  for (const milliseconds time : slept_) {
    whole += time;
  }
  EXPECT_GE(whole, std::chrono::seconds(600));
  EXPECT_LT(whole, std::chrono::seconds(606));
}

TEST_F(Waiting, EndsWithAwsError) {
  script_.answer("get-function", "!AccessDeniedException no");
  const auto denied = wait({"f", ""});
  ASSERT_FALSE(denied.has_value());
  EXPECT_EQ(denied.error().type, "Aws.AccessDeniedException");
}

struct Reason {
  std::string name;
  std::string reason;
  std::string advice;
};

class FailedFunction : public testing::TestWithParam<Reason> {};

TEST_P(FailedFunction, HasLambdasReasonAndAdvice) {
  for (const auto& function :
       {FoundFunction{.state = "Failed", .reason = GetParam().reason},
        FoundFunction{.state = "Active", .update_status = "Failed", .reason = GetParam().reason}}) {
    const auto ready = check_ready(function);
    ASSERT_FALSE(ready.has_value());
    EXPECT_EQ(ready.error().type, "Deploy.Failed");
    const std::string& message = ready.error().message;
    EXPECT_NE(message.find(GetParam().reason), std::string::npos) << message;
    EXPECT_NE(message.find(GetParam().advice), std::string::npos) << message;
  }
}

INSTANTIATE_TEST_SUITE_P(
    Reasons, FailedFunction,
    testing::Values(Reason{"Ecr",
                           "Lambda does not have permission to access the ECR image. Check it.",
                           "ecr:GetDownloadUrlForLayer"},
                    Reason{"Image", "The image is gone", "Push the image again"},
                    Reason{"Kms", "Lambda cannot use the KMS key", "kms:Decrypt"},
                    Reason{"Role", "The role cannot be assumed", "list-attached-role-policies"},
                    Reason{"Subnet", "The subnet is full", "no address left"},
                    Reason{"Other", "It rained", "It rained"},
                    Reason{"None", "", "it says no reason"}),
    [](const auto& info) { return info.param.name; });

TEST(ReadyFunction, IsOneThatDidNotFail) {
  EXPECT_TRUE(check_ready({.state = "Active", .update_status = "Successful"}).has_value());
  EXPECT_TRUE(check_ready({.state = "Inactive"}).has_value());
}

}  // namespace
}  // namespace lambda::deploy
