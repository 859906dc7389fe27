// From what is there to what is wanted: the calls and their input, and none when nothing changes.
#include "deploy/plan/deploy_plan.h"

#include <string>

#include <gtest/gtest.h>

#include "core/json/json_object.h"
#include "deploy/plan/example_function.h"

namespace lambda::deploy {
namespace {

Found found_same() { return {.function = same_function()}; }

std::string called(const std::vector<Step>& steps) {
  std::string text;
  for (const Step& step : steps) {
    text += (text.empty() ? "" : " ") + step.operation;
  }
  return text;
}

std::string all_lines(const std::vector<Step>& steps) {
  std::string text;
  for (const Step& step : steps) {
    for (const std::string& line : step.lines) {
      text += line + "\n";
    }
  }
  return text;
}

TEST(DeployPlan, CreatesFromAZip) {
  DesiredFunction desired = zip_function();
  desired.environment.built = {{"KEY", "secret-value"}};
  desired.tags = {{"t", "1"}};
  const auto steps = plan_deployment(desired, Found());
  ASSERT_EQ(called(steps), "create-function");
  EXPECT_EQ(json_text(*steps[0].input),
            R"({"Architectures":["x86_64"],"Environment":{"Variables":{"KEY":"secret-value"}},)"
            R"("FunctionName":"f","Handler":"f","PackageType":"Zip",)"
            R"("Role":"arn:aws:iam::1:role/r","Runtime":"provided.al2023","Tags":{"t":"1"}})");
  EXPECT_EQ(steps[0].words, (std::vector<std::string>{"--zip-file", "fileb:///built/f.zip"}));
  EXPECT_TRUE(steps[0].is_function_changed);
  EXPECT_NE(all_lines(steps).find("KEY (added)"), std::string::npos);
  EXPECT_NE(all_lines(steps).find("sha256:abc"), std::string::npos);
  EXPECT_EQ(all_lines(steps).find("secret-value"), std::string::npos);
}

TEST(DeployPlan, CreatesFromAnImageWithARoleOfItsOwn) {
  DesiredFunction desired{.name = "f",
                          .architecture = "arm64",
                          .is_image = true,
                          .code = {.image_uri = "host/f@sha256:a"},
                          .handler = "h",
                          .role = "lambda-f",
                          .is_role_created = true,
                          .is_role_default = true,
                          .memory_mb = 256,
                          .timeout_seconds = 9,
                          .log_format = "JSON"};
  const auto steps = plan_deployment(desired, Found());
  ASSERT_EQ(called(steps), "create-role attach-role-policy create-function");
  EXPECT_EQ(steps[1].need, StepNeed::kPartition);
  EXPECT_EQ(steps[2].need, StepNeed::kRole);
  EXPECT_EQ(json_text(*steps[2].input),
            R"({"Architectures":["arm64"],"Code":{"ImageUri":"host/f@sha256:a"},)"
            R"("FunctionName":"f","ImageConfig":{"Command":["h"]},)"
            R"("LoggingConfig":{"LogFormat":"JSON"},"MemorySize":256,"PackageType":"Image",)"
            R"("Timeout":9})");
}

TEST(DeployPlan, EndsWhatWasBegunAndTouchesNoRoleOfOthers) {
  DesiredFunction desired = zip_function();
  desired.role = "r";
  desired.is_role_created = true;
  Found found{.role = FoundRole{.arn = "arn:aws-cn:iam::1:role/r",
                                .tags = {{"lambda-deploy:function", "f"}}}};
  const auto steps = plan_deployment(desired, found);
  ASSERT_EQ(called(steps), "attach-role-policy create-function");
  EXPECT_EQ(*string_member(*steps[0].input, "PolicyArn"),
            "arn:aws-cn:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole");
  found.role->policies = {"AWSLambdaBasicExecutionRole"};
  EXPECT_EQ(called(plan_deployment(desired, found)), "create-function");
  found.role = FoundRole{.arn = "arn:aws:iam::1:role/r"};
  EXPECT_EQ(called(plan_deployment(desired, found)), "create-function");
}

TEST(DeployPlan, DoesNothingWhereAllIsAsWanted) {
  EXPECT_EQ(called(plan_deployment(zip_function(), found_same())), "");
  DesiredFunction unsaid = zip_function();
  unsaid.role = "lambda-f";
  unsaid.is_role_created = true;
  unsaid.is_role_default = true;
  EXPECT_EQ(called(plan_deployment(unsaid, found_same())), "") << "a function keeps its own role";
}

struct Case {
  std::string name;
  void (*wish)(DesiredFunction&);
  std::string input;  // Of update-function-configuration.
};

class ChangedSetting : public testing::TestWithParam<Case> {};

TEST_P(ChangedSetting, IsSentAlone) {
  DesiredFunction desired = zip_function();
  GetParam().wish(desired);
  const auto steps = plan_deployment(desired, found_same());
  ASSERT_EQ(called(steps), "update-function-configuration");
  EXPECT_EQ(json_text(*steps[0].input), GetParam().input);
}

INSTANTIATE_TEST_SUITE_P(
    Cases, ChangedSetting,
    testing::Values(
        Case{"Memory", [](DesiredFunction& f) { f.memory_mb = 512; },
             R"({"FunctionName":"f","MemorySize":512,"RevisionId":"rev"})"},
        Case{"Timeout", [](DesiredFunction& f) { f.timeout_seconds = 5; },
             R"({"FunctionName":"f","RevisionId":"rev","Timeout":5})"},
        Case{"Runtime", [](DesiredFunction& f) { f.runtime = "provided.al2024"; },
             R"({"FunctionName":"f","RevisionId":"rev","Runtime":"provided.al2024"})"},
        Case{"Handler", [](DesiredFunction& f) { f.handler = "g"; },
             R"({"FunctionName":"f","Handler":"g","RevisionId":"rev"})"},
        Case{"Role", [](DesiredFunction& f) { f.role = "arn:other"; },
             R"({"FunctionName":"f","RevisionId":"rev","Role":"arn:other"})"},
        Case{"LogFormat", [](DesiredFunction& f) { f.log_format = "JSON"; },
             R"({"FunctionName":"f","LoggingConfig":{"LogFormat":"JSON"},"RevisionId":"rev"})"},
        Case{"Layers", [](DesiredFunction& f) { f.layers = {"arn:l"}; },
             R"({"FunctionName":"f","Layers":["arn:l"],"RevisionId":"rev"})"},
        Case{"Environment", [](DesiredFunction& f) { f.environment.given = {{"B", "2"}}; },
             R"({"Environment":{"Variables":{"A":"1","B":"2"}},"FunctionName":"f",)"
             R"("RevisionId":"rev"})"},
        Case{"LastVariable", [](DesiredFunction& f) { f.environment.unset = {"A"}; },
             R"({"Environment":{"Variables":{}},"FunctionName":"f","RevisionId":"rev"})"}),
    [](const auto& info) { return info.param.name; });

TEST(DeployPlan, SendsCodeOnlyWhenItDiffersOrTheLastUpdateFailed) {
  Found found = found_same();
  found.function->code_sha256 = "old=";
  const auto steps = plan_deployment(zip_function(), found);
  ASSERT_EQ(called(steps), "update-function-code");
  EXPECT_EQ(json_text(*steps[0].input),
            R"({"Architectures":["x86_64"],"FunctionName":"f","RevisionId":"rev"})");
  EXPECT_EQ(steps[0].words[0], "--zip-file");
  found = found_same();
  found.function->update_status = "Failed";
  EXPECT_EQ(called(plan_deployment(zip_function(), found)), "update-function-code");
  found = found_same();
  found.function->architecture = "arm64";
  EXPECT_EQ(called(plan_deployment(zip_function(), found)), "update-function-code");
}

TEST(DeployPlan, SendsAnImageOnlyWhenItsDigestDiffers) {
  DesiredFunction desired = zip_function();
  desired.is_image = true;
  desired.code = {.image_uri = "host/f@sha256:b"};
  Found found = found_same();
  found.function->package_type = "Image";
  found.function->image_uri = "host/f@sha256:b";
  EXPECT_EQ(called(plan_deployment(desired, found)), "");
  found.function->image_uri = "host/f@sha256:a";
  const auto steps = plan_deployment(desired, found);
  ASSERT_EQ(called(steps), "update-function-code");
  EXPECT_EQ(json_text(*steps[0].input),
            R"({"Architectures":["x86_64"],"FunctionName":"f","ImageUri":"host/f@sha256:b",)"
            R"("RevisionId":"rev"})");
}

TEST(DeployPlan, SendsALargeZipByItsBucket) {
  DesiredFunction desired = zip_function();
  desired.code.bucket = "b";
  const auto steps = plan_deployment(desired, Found());
  ASSERT_EQ(called(steps), "put-object create-function");
  EXPECT_EQ(json_text(*steps[0].input),
            R"({"Bucket":"b","ExpectedBucketOwner":"1","Key":"lambda-deploy/f/abc.zip"})");
  EXPECT_EQ(steps[0].words, (std::vector<std::string>{"--body", "/built/f.zip"}));
  EXPECT_EQ(json_text(*steps[1].input->getObject("Code")),
            R"({"S3Bucket":"b","S3Key":"lambda-deploy/f/abc.zip"})");
  EXPECT_TRUE(steps[1].words.empty());
}

TEST(DeployPlan, AddsTagsAndRemovesNone) {
  DesiredFunction desired = zip_function();
  desired.tags = {{"t", "1"}, {"u", "2"}};
  const auto steps = plan_deployment(desired, found_same());
  ASSERT_EQ(called(steps), "tag-resource");
  EXPECT_EQ(json_text(*steps[0].input), R"({"Resource":"arn:f","Tags":{"u":"2"}})");
}

TEST(DeployPlan, PublishesBeforeTagsThatMayChangeTheRevision) {
  DesiredFunction desired = zip_function();
  desired.is_published = true;
  desired.tags = {{"u", "2"}};
  EXPECT_EQ(called(plan_deployment(desired, found_same())), "publish-version tag-resource");
}

TEST(DeployPlan, PinsSettingsAndCodeToWhatWasRead) {
  DesiredFunction desired = zip_function();
  desired.memory_mb = 512;
  Found found = found_same();
  found.function->code_sha256 = "old=";
  const auto steps = plan_deployment(desired, found);
  ASSERT_EQ(called(steps), "update-function-configuration update-function-code");
  EXPECT_TRUE(steps[0].is_pinned);
  EXPECT_TRUE(steps[1].is_pinned);
  EXPECT_EQ(steps[1].code_sha256, "new=");
  EXPECT_EQ(plan_deployment(desired, Found())[0].code_sha256, "new=");
}

TEST(DeployPlan, TellsThatMuchMemoryIsForManagedInstances) {
  DesiredFunction desired = zip_function();
  desired.memory_mb = 10'241;
  EXPECT_NE(all_lines(plan_deployment(desired, found_same())).find("Managed Instances"),
            std::string::npos);
  desired.memory_mb = 10'240;
  EXPECT_EQ(all_lines(plan_deployment(desired, found_same())).find("Managed Instances"),
            std::string::npos);
}

// AWS replaces these members whole: what somebody set by hand must go along.
TEST(DeployPlan, KeepsTheRestOfAnImagesConfig) {
  DesiredFunction desired = zip_function();
  desired.is_image = true;
  desired.code = {.image_uri = "host/f@sha256:a"};
  desired.handler = "new";
  Found found = found_same();
  found.function->image_uri = "host/f@sha256:a";
  found.function->image_config = *parse_json_object(
      R"({"EntryPoint": ["/e"], "Command": ["f", "more"], "WorkingDirectory": "/w"})", "test");
  const auto steps = plan_deployment(desired, found);
  ASSERT_EQ(called(steps), "update-function-configuration");
  EXPECT_EQ(json_text(*steps[0].input),
            R"({"FunctionName":"f","ImageConfig":{"Command":["new"],"EntryPoint":["/e"],)"
            R"("WorkingDirectory":"/w"},"RevisionId":"rev"})");
  EXPECT_EQ(json_text(*found.function->image_config),
            R"({"Command":["f","more"],"EntryPoint":["/e"],"WorkingDirectory":"/w"})")
      << "what was found stays as it was found";
}

TEST(DeployPlan, KeepsTheRestOfALoggingConfig) {
  DesiredFunction desired = zip_function();
  desired.log_format = "JSON";
  Found found = found_same();
  found.function->log_format = "Text";
  found.function->logging =
      *parse_json_object(R"({"LogFormat": "Text", "LogGroup": "/g"})", "test");
  auto steps = plan_deployment(desired, found);
  ASSERT_EQ(called(steps), "update-function-configuration");
  EXPECT_EQ(json_text(*steps[0].input->getObject("LoggingConfig")),
            R"({"LogFormat":"JSON","LogGroup":"/g"})");
  desired.log_format = "Text";
  found.function->log_format = "JSON";
  found.function->logging = *parse_json_object(
      R"({"LogFormat": "JSON", "LogGroup": "/g", "ApplicationLogLevel": "WARN",
          "SystemLogLevel": "INFO"})",
      "test");
  steps = plan_deployment(desired, found);
  EXPECT_EQ(json_text(*steps[0].input->getObject("LoggingConfig")),
            R"({"LogFormat":"Text","LogGroup":"/g"})")
      << "text has no levels";
}

TEST(DeployPlan, SaysWhoseBucketItIs) {
  DesiredFunction desired = zip_function();
  desired.code.bucket = "b";
  const auto owner = [](const DesiredFunction& wanted, const Found& found) {
    return string_member(*plan_deployment(wanted, found)[0].input, "ExpectedBucketOwner");
  };
  Found found = found_same();
  found.function->arn = "arn:aws:lambda:eu-west-1:123456789012:function:f";
  found.function->code_sha256 = "old=";
  EXPECT_EQ(owner(desired, found), "123456789012");
  desired.role = "arn:aws:iam::210987654321:role/r";
  EXPECT_EQ(owner(desired, Found()), "210987654321");
  desired.role = "r";
  const FoundRole role{.arn = "arn:aws:iam::111122223333:role/r"};
  EXPECT_EQ(owner(desired, Found{.role = role}), "111122223333");
  desired.code.bucket_owner = "444455556666";
  EXPECT_EQ(owner(desired, found), "444455556666");
  desired.code.bucket_owner.clear();
  desired.is_role_created = true;
  const auto steps = plan_deployment(desired, Found());
  ASSERT_EQ(called(steps), "create-role attach-role-policy put-object create-function");
  EXPECT_EQ(steps[2].need, StepNeed::kOwner);
}

}  // namespace
}  // namespace lambda::deploy
