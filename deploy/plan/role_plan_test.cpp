// A role's default name is always one that IAM takes, and never that of another function.
#include "deploy/plan/role_plan.h"

#include <string>

#include <gtest/gtest.h>

#include "core/json/json_object.h"

namespace lambda::deploy {
namespace {

TEST(DefaultRoleName, IsTheFunctions) {
  EXPECT_EQ(default_role_name("hello"), "lambda-hello");
  const std::string longest(57, 'f');
  EXPECT_EQ(default_role_name(longest), "lambda-" + longest);
}

TEST(DefaultRoleName, HasAtMost64CharactersAndStaysTheFunctionsOwn) {
  for (const std::size_t length : {58u, 63u, 64u}) {
    const std::string one = default_role_name(std::string(length - 1, 'f') + "1");
    const std::string other = default_role_name(std::string(length - 1, 'f') + "2");
    EXPECT_EQ(one.size(), 64u) << one;
    EXPECT_NE(one, other);
    EXPECT_TRUE(one.starts_with("lambda-fffff")) << one;
    EXPECT_EQ(one, default_role_name(std::string(length - 1, 'f') + "1"));
  }
}

TEST(ServicePolicyArn, HasThePartitionOfTheRole) {
  const std::string end = ":iam::aws:policy/service-role/p";
  EXPECT_EQ(service_policy_arn("", "p"), "arn:aws" + end);
  for (const char* partition : {"aws", "aws-cn", "aws-us-gov", "aws-eusc", "aws-iso-f"}) {
    const std::string arn = "arn:" + std::string(partition) + ":iam::1:role/r";
    EXPECT_EQ(service_policy_arn(arn, "p"), "arn:" + std::string(partition) + end);
  }
}

TEST(RolePlan, MakesARoleThatLambdaAloneMayTakeAndTagsIt) {
  const DesiredFunction desired{.name = "f", .role = "r", .is_role_created = true};
  const auto steps = plan_role(desired, Found());
  ASSERT_EQ(steps.size(), 2u);
  EXPECT_EQ(steps[0].service, "iam");
  EXPECT_EQ(steps[0].operation, "create-role");
  EXPECT_EQ(json_text(*steps[0].input),
            R"({"AssumeRolePolicyDocument":"{\"Version\":\"2012-10-17\",)"
            R"(\"Statement\":[{\"Effect\":\"Allow\",)"
            R"(\"Principal\":{\"Service\":\"lambda.amazonaws.com\"},)"
            R"(\"Action\":\"sts:AssumeRole\"}]}",)"
            R"("Description":"Runs the Lambda function f","RoleName":"r",)"
            R"("Tags":[{"Key":"lambda-deploy:function","Value":"f"}]})");
  EXPECT_EQ(steps[1].operation, "attach-role-policy");
  EXPECT_EQ(steps[1].need, StepNeed::kPartition);
}

TEST(RolePlan, MakesNoneWhereAnArnIsNamedOrNoneIsAskedFor) {
  EXPECT_TRUE(plan_role({.name = "f", .role = "r"}, Found()).empty());
  const DesiredFunction named{
      .name = "f", .role = "arn:aws:iam::1:role/r", .is_role_created = true};
  EXPECT_TRUE(plan_role(named, Found()).empty());
}

}  // namespace
}  // namespace lambda::deploy
