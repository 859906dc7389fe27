// A plan is carried out in order, with patience where AWS is not ready and none where it refuses.
#include "deploy/lambda/apply_steps.h"

#include <sstream>

#include <gtest/gtest.h>

#include "deploy/lambda/aws_script.h"

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

// A function of the code `code` at the revision `revision`.
std::string described(const std::string& code, const std::string& revision,
                      const std::string& more = "") {
  return R"({"FunctionArn": "arn:f", "State": "Active", "LastUpdateStatus": "Successful",
             "CodeSha256": ")" +
         code + R"(", "RevisionId": ")" + revision + "\"" + more + "}";
}

std::string version_of(const std::string& version, const std::string& code,
                       const std::string& state) {
  return R"({"FunctionArn": "arn:f:)" + version + R"(", "Version": ")" + version +
         R"(", "CodeSha256": ")" + code + R"(", "State": ")" + state + "\"}";
}

Step publish_step() {
  Step publish = step_of("publish-version");
  publish.need = StepNeed::kPin;
  return publish;
}

class ApplySteps : public testing::Test {
 protected:
  std::expected<Applied, Error> apply(const std::vector<Step>& steps) {
    const Patience patience{.sleep = [this](std::chrono::milliseconds time) { slept_ += time; }};
    return apply_steps(AwsCommand({}), steps, subject_, patience, log_);
  }

  // Only the code "ours=" may be published, and the plan saw it at the revision "r1".
  void want_our_code() {
    subject_.found = FoundFunction{.package_type = "Zip", .code_sha256 = "ours=", .revision = "r1"};
    subject_.is_as_wanted = [](const FoundFunction& f) { return f.code_sha256 == "ours="; };
  }

  Subject subject_{.function = "f", .found = std::nullopt, .is_as_wanted = {}};

  AwsScript script_;
  std::ostringstream log_;
  std::chrono::milliseconds slept_{0};
};

TEST_F(ApplySteps, WaitsUntilANewFunctionIsActive) {
  script_.answer("create-function", kPending);
  script_.answer("get-function", kPending);
  script_.answer("get-function", kReady);
  const auto applied = apply({step_of("create-function")});
  ASSERT_TRUE(applied.has_value()) << applied.error().message;
  EXPECT_EQ(applied->function_arn, "arn:f");
  EXPECT_EQ(script_.called(), "create-function\nget-function\nget-function\n");
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
  script_.answer("get-function", kUpdating);
  script_.answer("get-function", kReady);
  ASSERT_TRUE(apply({step_of("update-function-code")}).has_value());
  EXPECT_EQ(script_.called(),
            "update-function-code\nget-function\nget-function\n"
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
  script_.answer("get-function",
                 R"({"FunctionArn": "arn:f", "State": "Active", "LastUpdateStatus": "Failed",
                     "LastUpdateStatusReason": "Lambda does not have permission to access the ECR )"
                 R"(image."})");
  const auto applied = apply({step_of("update-function-code"), step_of("publish-version")});
  ASSERT_FALSE(applied.has_value());
  EXPECT_EQ(applied.error().type, "Deploy.Failed");
  EXPECT_NE(applied.error().message.find("ecr:BatchGetImage"), std::string::npos)
      << applied.error().message;
  EXPECT_EQ(script_.called(), "update-function-code\nget-function\n");
}

TEST_F(ApplySteps, PointsAnAliasAtTheVersionUnlessItDoes) {
  script_.answer("publish-version", R"({"FunctionArn": "arn:f:7", "Version": "7"})");
  script_.answer("get-function", R"({"FunctionArn": "arn:f:7", "State": "Active"})");
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
  script_.answer("get-function", kReady);
  ASSERT_TRUE(apply({step_of("delete-function")}).has_value());
  EXPECT_EQ(script_.called(), "delete-function\nget-function\ndelete-function\n");
}

TEST_F(ApplySteps, TakesWhatIsDoneForDone) {
  script_.answer("remove-permission", "!ResourceNotFoundException No such statement");
  Step step = step_of("remove-permission");
  step.done_error = "Aws.ResourceNotFoundException";
  EXPECT_TRUE(apply({step}).has_value());
  EXPECT_EQ(script_.called(), "remove-permission\n");
}

TEST_F(ApplySteps, WaitsForALockedFunctionBeforeItsUrl) {
  script_.answer("add-permission", "!ResourceConflictException An update is in progress");
  script_.answer("add-permission", "{}");
  script_.answer("get-function", kReady);
  Step step = step_of("add-permission");
  step.is_function_changed = false;
  EXPECT_TRUE(apply({step}).has_value());
  EXPECT_EQ(script_.called(), "add-permission\nget-function\nadd-permission\n");
}

TEST_F(ApplySteps, TakesNoConflictForDone) {
  script_.answer("add-permission", "!ResourceConflictException The statement id already exists");
  const auto applied = apply({step_of("add-permission")});
  ASSERT_FALSE(applied.has_value());
  EXPECT_EQ(applied.error().type, "Deploy.Conflict");
  EXPECT_EQ(script_.called(), "add-permission\n");
}

TEST_F(ApplySteps, GivesAKeyTimeToKnowANewRole) {
  script_.answer("create-function",
                 "!InvalidParameterValueException Lambda was unable to configure access to your "
                 "environment variables because the KMS key is invalid for CreateGrant.");
  script_.answer("create-function", kReady);
  Step create = step_of("create-function");
  create.is_role_ours = true;
  ASSERT_TRUE(apply({create}).has_value());
  EXPECT_EQ(script_.called(), "create-function\ncreate-function\n");
}

TEST_F(ApplySteps, SaysTheBucketsOwnerOnceARoleIsMade) {
  script_.answer("create-role", R"({"Role": {"Arn": "arn:aws:iam::123456789012:role/r"}})");
  script_.answer("put-object", "{}");
  Step upload = step_of("put-object");
  upload.need = StepNeed::kOwner;
  ASSERT_TRUE(apply({step_of("create-role"), upload}).has_value());
  EXPECT_EQ(script_.input("put-object", 1), R"({"ExpectedBucketOwner":"123456789012"})");
}

TEST_F(ApplySteps, WaitsForTheVersionItselfBeforeAnAliasMoves) {
  script_.answer("publish-version", version_of("7", "", "Pending"));
  script_.answer("get-function", version_of("7", "", "Pending"));
  script_.answer("get-function", version_of("7", "", "Active"));
  script_.answer("update-alias", "{}");
  Step alias = step_of("update-alias");
  alias.need = StepNeed::kVersion;
  alias.is_function_changed = false;
  subject_.found = FoundFunction{.package_type = "Zip"};
  ASSERT_TRUE(apply({publish_step(), alias}).has_value());
  EXPECT_EQ(script_.called(), "publish-version\nget-function\nget-function\nupdate-alias\n");
  EXPECT_EQ(script_.input("get-function", 2), R"({"FunctionName":"f","Qualifier":"7"})");
}

TEST_F(ApplySteps, LeavesTheAliasWhereAVersionFailed) {
  script_.answer("publish-version", version_of("7", "", "Pending"));
  script_.answer("get-function", version_of("7", "", "Failed"));
  Step alias = step_of("update-alias");
  alias.need = StepNeed::kVersion;
  subject_.found = FoundFunction{.package_type = "Zip"};
  const auto applied = apply({publish_step(), alias});
  ASSERT_FALSE(applied.has_value());
  EXPECT_EQ(applied.error().type, "Deploy.Failed");
  EXPECT_EQ(script_.called(), "publish-version\nget-function\n");
}

TEST_F(ApplySteps, PinsTheVersionToTheCodeAndRevisionThatWereSeen) {
  want_our_code();
  script_.answer("publish-version", version_of("1", "ours=", "Active"));
  script_.answer("get-function", version_of("1", "ours=", "Active"));
  ASSERT_TRUE(apply({publish_step()}).has_value());
  EXPECT_EQ(script_.input("publish-version", 1), R"({"CodeSha256":"ours=","RevisionId":"r1"})");
}

TEST_F(ApplySteps, PinsEachStepToTheRevisionThatTheOneBeforeLeft) {
  want_our_code();
  script_.answer("update-function-configuration", kUpdating);
  script_.answer("update-function-code", kUpdating);
  script_.answer("get-function", described("old=", "r3"));
  script_.answer("get-function", described("ours=", "r5"));
  script_.answer("get-function", version_of("1", "ours=", "Active"));
  script_.answer("publish-version", version_of("1", "ours=", "Active"));
  Step configuration = step_of("update-function-configuration");
  configuration.is_pinned = true;
  Step code = step_of("update-function-code");
  code.is_pinned = true;
  ASSERT_TRUE(apply({configuration, code, publish_step()}).has_value());
  EXPECT_EQ(script_.input("update-function-configuration", 1), R"({"RevisionId":"r1"})");
  EXPECT_EQ(script_.input("update-function-code", 1), R"({"RevisionId":"r3"})");
  EXPECT_EQ(script_.input("publish-version", 1), R"({"CodeSha256":"ours=","RevisionId":"r5"})");
}

TEST_F(ApplySteps, PublishesNothingOfAnother) {
  want_our_code();
  script_.answer("publish-version", "!PreconditionFailedException The RevisionId does not match");
  script_.answer("get-function", described("theirs=", "r9"));
  const auto applied = apply({publish_step()});
  ASSERT_FALSE(applied.has_value());
  EXPECT_EQ(applied.error().type, "Deploy.Conflict");
  EXPECT_NE(applied.error().message.find("type the same again"), std::string::npos);
  EXPECT_EQ(script_.called(), "publish-version\nget-function\n");
}

TEST_F(ApplySteps, PublishesAfterAllWhereOnlyTheRevisionChanged) {
  want_our_code();
  script_.answer("publish-version", "!PreconditionFailedException The RevisionId does not match");
  script_.answer("publish-version", version_of("1", "ours=", "Active"));
  script_.answer("get-function", described("ours=", "r2"));
  script_.answer("get-function", version_of("1", "ours=", "Active"));
  ASSERT_TRUE(apply({publish_step()}).has_value());
  EXPECT_EQ(script_.input("publish-version", 2), R"({"CodeSha256":"ours=","RevisionId":"r2"})");
}

TEST_F(ApplySteps, GivesUpWhereTheRevisionNeverStays) {
  want_our_code();
  script_.answer("publish-version", "!PreconditionFailedException The RevisionId does not match");
  script_.answer("get-function", described("ours=", "r2"));
  const auto applied = apply({publish_step()});
  ASSERT_FALSE(applied.has_value());
  EXPECT_EQ(applied.error().type, "Deploy.Conflict");
}

TEST_F(ApplySteps, SeesAnImagesUriBeforeItIsPublished) {
  subject_.found = FoundFunction{.package_type = "Image", .image_uri = "h/f@sha256:old"};
  subject_.is_as_wanted = [](const FoundFunction& f) { return f.image_uri == "h/f@sha256:new"; };
  const std::string image = R"(, "PackageType": "Image")";
  script_.answer("update-function-code", described("i", "r2", image));
  script_.answer("get-function", R"({"Configuration": )" + described("i", "r2", image) +
                                     R"(, "Code": {"ImageUri": "h/f@sha256:new"}})");
  script_.answer("get-function", version_of("1", "i", "Active"));
  script_.answer("publish-version", version_of("1", "i", "Active"));
  ASSERT_TRUE(apply({step_of("update-function-code"), publish_step()}).has_value());
  EXPECT_EQ(script_.input("publish-version", 1), R"({"CodeSha256":"i","RevisionId":"r2"})");
}

TEST_F(ApplySteps, MovesNoAliasToAVersionOfOtherCode) {
  want_our_code();
  script_.answer("publish-version", version_of("1", "theirs=", "Active"));
  Step alias = step_of("update-alias");
  alias.need = StepNeed::kVersion;
  const auto answered = apply({publish_step(), alias});
  ASSERT_FALSE(answered.has_value());
  EXPECT_EQ(answered.error().type, "Deploy.OtherCode");
  script_.answer("publish-version", version_of("2", "ours=", "Active"));
  script_.answer("get-function", version_of("2", "theirs=", "Active"));
  const auto seen = apply({publish_step(), alias});
  ASSERT_FALSE(seen.has_value());
  EXPECT_EQ(seen.error().type, "Deploy.OtherCode");
  EXPECT_EQ(script_.called().find("update-alias"), std::string::npos);
}

TEST_F(ApplySteps, ComparesTheCodeThatLambdaHasWithWhatWasBuilt) {
  script_.answer("update-function-code", described("theirs=", "r2"));
  Step code = step_of("update-function-code");
  code.code_sha256 = "ours=";
  const auto applied = apply({code, step_of("publish-version")});
  ASSERT_FALSE(applied.has_value());
  EXPECT_EQ(applied.error().type, "Deploy.OtherCode");
  EXPECT_EQ(script_.called(), "update-function-code\n");
}

TEST(Pause, GrowsToItsLimit) {
  const Patience patience;
  EXPECT_EQ(pause(patience, 0), std::chrono::milliseconds(500));
  EXPECT_EQ(pause(patience, 2), std::chrono::milliseconds(2000));
  EXPECT_EQ(pause(patience, 1000), std::chrono::milliseconds(5000));
}

}  // namespace
}  // namespace lambda::deploy
