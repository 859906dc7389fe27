// What Lambda would refuse later is refused before anything is sent, with what to type.
#include "deploy/plan/deploy_check.h"

#include <string>

#include <gtest/gtest.h>

namespace lambda::deploy {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::year_month_day kToday = 2026y / 11 / 22;

DesiredFunction good() {
  return {.name = "f", .architecture = "x86_64", .code = {.zip = "f.zip"}, .role = "arn:aws:r"};
}

Found existing(const std::string& package) {
  return {.function = FoundFunction{.arn = "arn:f",
                                    .package_type = package,
                                    .architecture = "x86_64",
                                    .runtime = "provided.al2",
                                    .environment = {{"OLD_NAME", "1"}}}};
}

struct Case {
  std::string name;
  void (*change)(DesiredFunction&, Found&);
  std::string says;
};

class RefusedDeployment : public testing::TestWithParam<Case> {};

TEST_P(RefusedDeployment, SaysWhatToType) {
  DesiredFunction desired = good();
  Found found;
  GetParam().change(desired, found);
  const auto checked = check_deployment(desired, found, kToday);
  ASSERT_FALSE(checked.has_value());
  EXPECT_NE(checked.error().message.find(GetParam().says), std::string::npos)
      << checked.error().message;
}

std::string case_name(const testing::TestParamInfo<Case>& info) { return info.param.name; }

INSTANTIATE_TEST_SUITE_P(
    Words, RefusedDeployment,
    testing::Values(
        Case{"Name", [](DesiredFunction& d, Found&) { d.name = "a/b"; }, "--name"},
        Case{"LongName", [](DesiredFunction& d, Found&) { d.name.assign(65, 'a'); }, "--name"},
        Case{"Alias", [](DesiredFunction& d, Found&) { d.alias = "12"; }, "alias"},
        Case{"LongAlias", [](DesiredFunction& d, Found&) { d.alias.assign(129, 'a'); }, "alias"},
        Case{"Handler", [](DesiredFunction& d, Found&) { d.handler = "a b"; }, "--handler"},
        Case{"LongHandler", [](DesiredFunction& d, Found&) { d.handler.assign(129, 'h'); },
             "--handler"},
        Case{"Memory", [](DesiredFunction& d, Found&) { d.memory_mb = 127; }, "--memory 128"},
        Case{"MuchMemory", [](DesiredFunction& d, Found&) { d.memory_mb = 32'769; },
             "--memory 32768"},
        Case{"Timeout", [](DesiredFunction& d, Found&) { d.timeout_seconds = 1'801; },
             "--timeout 1800"},
        Case{"SixLayers",
             [](DesiredFunction& d, Found&) {
               d.layers = std::vector<std::string>(6, "arn:aws:lambda:r:1:layer:n:1");
             },
             "at most 5"},
        Case{"NoRole", [](DesiredFunction& d, Found&) { d.role = ""; }, "--create-role"},
        Case{"UnknownRole", [](DesiredFunction& d, Found&) { d.role = "r"; }, "--create-role"},
        Case{"LayerWithoutVersion",
             [](DesiredFunction& d, Found&) { d.layers = {"arn:aws:lambda:r:1:layer:n"}; },
             "version"},
        Case{"LayerWithMoreThanAVersion",
             [](DesiredFunction& d, Found&) { d.layers = {"arn:aws:lambda:r:1:layer:n:1:2"}; },
             "version"},
        Case{"LayerByItsName", [](DesiredFunction& d, Found&) { d.layers = {"a:b:c:d:e:f:g:1"}; },
             "ARN"},
        Case{"ReservedVariable",
             [](DesiredFunction& d, Found&) { d.environment.given = {{"AWS_REGION", "x"}}; },
             "AWS_REGION"}),
    case_name);

TEST(DeployCheck, TakesWhatIsExactlyAtALimit) {
  DesiredFunction desired = good();
  desired.name.assign(64, 'a');
  desired.alias.assign(128, 'a');
  desired.handler.assign(128, 'h');
  desired.memory_mb = 32'768;
  desired.timeout_seconds = 1'800;
  desired.code.zip_bytes = 50u << 20;
  desired.layers = std::vector<std::string>(5, "arn:aws:lambda:r:1:layer:n:1");
  desired.environment.built = {{"AB", std::string(4096 - 9, 'x')}};  // And {"AB":""}.
  const auto checked = check_deployment(desired, Found(), kToday);
  EXPECT_TRUE(checked.has_value()) << checked.error().message;
  desired.memory_mb = 128;
  desired.timeout_seconds = 1;
  EXPECT_TRUE(check_deployment(desired, Found(), kToday).has_value());
}

INSTANTIATE_TEST_SUITE_P(
    Limits, RefusedDeployment,
    testing::Values(Case{"ZipOverImage", [](DesiredFunction&, Found& f) { f = existing("Image"); },
                         "--from image"},
                    Case{"ImageOverZip",
                         [](DesiredFunction& d, Found& f) {
                           d.is_image = true;
                           f = existing("Zip");
                         },
                         "--from zip"},
                    Case{"FailedFunction",
                         [](DesiredFunction&, Found& f) {
                           f = existing("Zip");
                           f.function->state = "Failed";
                         },
                         "delete"},
                    Case{"LargeZip",
                         [](DesiredFunction& d, Found&) { d.code.zip_bytes = (50u << 20) + 1; },
                         "--s3-bucket"},
                    Case{"EndedRuntime", [](DesiredFunction&, Found& f) { f = existing("Zip"); },
                         "--runtime=provided.al2023"},
                    Case{"UnknownRuntime",
                         [](DesiredFunction& d, Found&) { d.runtime = "provided.al"; },
                         "--runtime=provided.al2023"},
                    Case{"RuntimeOfImage",
                         [](DesiredFunction& d, Found&) {
                           d.is_image = true;
                           d.runtime = "provided.al2023";
                         },
                         "--from zip"},
                    Case{"LongEnvironment",
                         [](DesiredFunction& d, Found&) {
                           d.environment.built = {{"LONG", std::string(5000, 'x')}};
                         },
                         "4096"},
                    Case{"HiddenEnvironment",
                         [](DesiredFunction& d, Found& f) {
                           f = existing("Zip");
                           f.function->is_environment_hidden = true;
                           d.runtime = "provided.al2023";
                           d.environment.given = {{"NAME", "x"}};
                         },
                         "kms:Decrypt"}),
    case_name);

TEST(DeployCheck, TakesAnyRuntimeWhenTold) {
  DesiredFunction desired = good();
  for (const char* runtime : {"provided.al2", "provided.al2029"}) {
    desired.runtime = runtime;
    desired.is_any_runtime = false;
    EXPECT_FALSE(check_deployment(desired, Found(), kToday).has_value());
    desired.is_any_runtime = true;
    EXPECT_TRUE(check_deployment(desired, Found(), kToday).has_value());
  }
}

TEST(CheckAttachment, RefusesASixthLayer) {
  Found found = existing("Zip");
  const auto layer = [](const std::string& name) {
    return "arn:aws:lambda:eu-west-1:123456789012:layer:" + name + ":1";
  };
  found.function->layers = {layer("a"), layer("b"), layer("c"), layer("d")};
  EXPECT_TRUE(check_attachment(good(), found, "own").has_value());
  found.function->layers.push_back(layer("own"));
  EXPECT_TRUE(check_attachment(good(), found, "own").has_value()) << "it takes its own place";
  found.function->layers.back() = layer("not-own");
  const auto sixth = check_attachment(good(), found, "own");
  ASSERT_FALSE(sixth.has_value());
  EXPECT_NE(sixth.error().message.find("--layer ARN"), std::string::npos);
  EXPECT_TRUE(check_attachment(good(), Found(), "own").has_value());
}

TEST(DeployCheck, LetsTheRestPass) {
  EXPECT_TRUE(check_deployment(good(), Found(), kToday).has_value());
  DesiredFunction large = good();
  large.code.zip_bytes = (50u << 20) + 1;
  large.code.bucket = "b";
  EXPECT_TRUE(check_deployment(large, Found(), kToday).has_value());
  DesiredFunction made = good();
  made.role = "r";
  made.is_role_created = true;
  EXPECT_TRUE(check_deployment(made, Found(), kToday).has_value());
  DesiredFunction moved = good();
  moved.role = "";
  moved.runtime = "provided.al2023";
  EXPECT_TRUE(check_deployment(moved, existing("Zip"), kToday).has_value());
}

TEST(ChooseArchitecture, TakesWhatIsSaidThenTheFunctionsThenLambdasDefault) {
  Found arm{.function = FoundFunction{.architecture = "arm64"}};
  EXPECT_EQ(choose_architecture({"x86_64", "arm64"}, "arm64", Found()).value(), "arm64");
  EXPECT_EQ(choose_architecture({"x86_64", "arm64"}, "", arm).value(), "arm64");
  EXPECT_EQ(choose_architecture({"arm64", "x86_64"}, "", Found()).value(), "x86_64");
  EXPECT_EQ(choose_architecture({"arm64"}, "", Found()).value(), "arm64");
  EXPECT_EQ(choose_architecture({"x86_64", "arm64"}, "x86_64", arm).value(), "x86_64");
}

TEST(ChooseArchitecture, RefusesWhatIsNotBuilt) {
  const Found arm{.function = FoundFunction{.architecture = "arm64"}};
  const auto other = choose_architecture({"x86_64"}, "", arm);
  ASSERT_FALSE(other.has_value());
  EXPECT_NE(other.error().message.find("--architecture x86_64"), std::string::npos);
  EXPECT_FALSE(choose_architecture({"x86_64"}, "arm64", Found()).has_value());
  EXPECT_EQ(choose_architecture({"x86_64"}, "amd64", Found()).error().type, "Usage");
}

}  // namespace
}  // namespace lambda::deploy
