// What AWS says about a step becomes a conflict, a reason to wait, or stays what it is.
#include "deploy/lambda/step_error.h"

#include <gtest/gtest.h>

namespace lambda::deploy {
namespace {

Error error_of(const std::string& code, const std::string& message) {
  return {"Aws." + code, message};
}

struct Case {
  std::string name;
  Error error;
  bool is_conflict = false;
  bool is_waited_for = false;
  bool is_role_waited_for = false;
};

class StepError : public testing::TestWithParam<Case> {};

TEST_P(StepError, IsTakenForWhatItMeans) {
  const Case& one = GetParam();
  const Error told =
      step_error({.operation = "publish-version", .lines = {"publish"}}, "hello", one.error);
  EXPECT_EQ(told.type, one.is_conflict ? "Deploy.Conflict" : one.error.type);
  EXPECT_EQ(is_change_under_way(one.error), one.is_waited_for);
  EXPECT_EQ(is_role_too_new(one.error), one.is_role_waited_for);
  EXPECT_NE(told.message.find(one.error.message), std::string::npos) << told.message;
  if (!one.is_conflict) {
    return;
  }
  EXPECT_NE(told.message.find("Another deployer changed the function hello"), std::string::npos);
  EXPECT_NE(told.message.find("Type the same again"), std::string::npos) << told.message;
}

INSTANTIATE_TEST_SUITE_P(
    Cases, StepError,
    testing::Values(
        Case{"Revision",
             error_of("PreconditionFailedException",
                      "The RevisionId provided does "
                      "not match the latest one"),
             true},
        Case{"Code",
             error_of("InvalidParameterValueException",
                      "CodeSHA256 (a) is different from current CodeSHA256 in $LATEST (b)"),
             true},
        Case{"FunctionThere",
             error_of("ResourceConflictException", "Function already exist: hello"), true},
        Case{"AliasThere", error_of("ResourceConflictException", "Alias already exists: arn:a"),
             true},
        Case{"UrlThere",
             error_of("ResourceConflictException",
                      "FunctionUrlConfig exists for this Lambda function"),
             true},
        Case{"StatementThere",
             error_of("ResourceConflictException", "The statement id (s) provided already exists."),
             true},
        Case{"UnderWay", error_of("ResourceConflictException", "An update is in progress"), false,
             true},
        Case{"Pending",
             error_of("ResourceConflictException",
                      "The function is currently in the following state: Pending"),
             false, true},
        Case{"NewRole",
             error_of("InvalidParameterValueException",
                      "The role defined for the function cannot be assumed by Lambda."),
             false, false, true},
        Case{"NewRoleOfAKey",
             error_of("InvalidParameterValueException",
                      "Lambda was unable to configure access to your environment variables because "
                      "the KMS key is invalid for CreateGrant. KMS Exception: InvalidArnException"),
             false, false, true},
        Case{"Other", error_of("InvalidParameterValueException", "Memory is wrong")},
        Case{"Denied", error_of("AccessDeniedException",
                                "not authorized to update something that "
                                "exists")}),
    [](const auto& info) { return info.param.name; });

TEST(StepErrorHint, IsSaidWhereAwsDenies) {
  const Step step{.lines = {"put"}, .denied_hint = "--s3-bucket-owner ACCOUNT"};
  EXPECT_NE(step_error(step, "f", error_of("AccessDenied", "no")).message.find("ACCOUNT"),
            std::string::npos);
  EXPECT_EQ(step_error(step, "f", error_of("NoSuchBucket", "no")).message, "no");
}

TEST(StepErrorOfAnAlias, SaysThatItStays) {
  const Step step{.operation = "update-alias", .lines = {"point the alias live at it"}};
  const Error told = step_error(step, "f", error_of("PreconditionFailedException", "no"));
  EXPECT_NE(told.message.find("The alias stays as they set it"), std::string::npos) << told.message;
  EXPECT_NE(told.message.find("point the alias live at it"), std::string::npos);
}

TEST(CheckCode, ComparesWhereBothSay) {
  EXPECT_TRUE(check_code({}, "a").has_value());
  EXPECT_TRUE(check_code({.code_sha256 = "a"}, "a").has_value());
  EXPECT_TRUE(check_code({.code_sha256 = "a"}, "").has_value());
  const auto other = check_code({.code_sha256 = "built="}, "other=");
  ASSERT_FALSE(other.has_value());
  EXPECT_EQ(other.error().type, "Deploy.OtherCode");
  EXPECT_NE(other.error().message.find("built="), std::string::npos);
  EXPECT_NE(other.error().message.find("other="), std::string::npos);
}

}  // namespace
}  // namespace lambda::deploy
