// The role that `deploy` makes when asked, with a policy of AWS's own: IAM, as moto tells it.
#include <Poco/JSON/Query.h>
#include <gtest/gtest.h>

#include "tests/deploy/cloud.h"

namespace lambda::deploy_test {
namespace {

using peers::Outcome;

std::string text_at(const Poco::JSON::Object::Ptr& object, const std::string& path) {
  const Poco::Dynamic::Var value = Poco::JSON::Query(object).find(path);
  return value.isEmpty() ? "" : value.toString();
}

class Role : public Cloud {
 public:
  static void SetUpTestSuite() { start({.has_aws_policies = true}); }
};

TEST_F(Role, IsMadeOnceWithTheRightToLog) {
  const Words words = {"--from", "zip", "--create-role"};
  const Outcome made = deploy(hello(), "deploy", words);
  ASSERT_EQ(0, made.status) << made;
  const auto function = asked({"lambda", "get-function", "--function-name", "hello"});
  const std::string arn = text_at(function, "Configuration.Role");
  EXPECT_NE(role(), arn);
  const std::string name = arn.substr(arn.rfind('/') + 1);
  const auto found = asked({"iam", "get-role", "--role-name", name});
  EXPECT_EQ("lambda.amazonaws.com",
            text_at(found, "Role.AssumeRolePolicyDocument.Statement[0].Principal.Service"));
  const auto policies = asked({"iam", "list-attached-role-policies", "--role-name", name});
  EXPECT_EQ("AWSLambdaBasicExecutionRole", text_at(policies, "AttachedPolicies[0].PolicyName"));
  control().forget();
  EXPECT_EQ(0, deploy(hello(), "deploy", words).status);
  EXPECT_TRUE(changes(control().exchanges()).empty()) << changes(control().exchanges()).front();
}

}  // namespace
}  // namespace lambda::deploy_test
