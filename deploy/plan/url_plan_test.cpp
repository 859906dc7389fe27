// From each kind of URL to each other: the calls, and none where all is as wanted.
#include <string>

#include <gtest/gtest.h>

#include "core/json/json_object.h"
#include "deploy/plan/release_plan.h"

namespace lambda::deploy {
namespace {

struct Case {
  std::string name;
  UrlKind wanted;
  std::string found_auth;  // Empty: no URL.
  bool has_permissions;
  std::string calls;
};

std::string called(const std::vector<Step>& steps) {
  std::string text;
  for (const Step& step : steps) {
    text += (text.empty() ? "" : " ") + step.operation;
    for (const char* member : {"Action", "AuthType"}) {
      if (step.input->has(member)) {
        text += ":" + *string_member(*step.input, member);
      }
    }
  }
  return text;
}

Found found_in(const Case& one) {
  Found found;
  if (!one.found_auth.empty()) {
    found.url = FoundUrl{"https://u", one.found_auth};
  }
  if (one.has_permissions) {
    found.statements = {"FunctionURLAllowPublicAccess", "FunctionURLInvokeAllowPublicAccess"};
  }
  return found;
}

class UrlPlan : public testing::TestWithParam<Case> {};

TEST_P(UrlPlan, Makes) {
  const DesiredFunction desired{.name = "f", .url = GetParam().wanted};
  EXPECT_EQ(called(plan_url(desired, found_in(GetParam()))), GetParam().calls);
}

constexpr const char* kAdd =
    "add-permission:lambda:InvokeFunctionUrl add-permission:lambda:InvokeFunction";

INSTANTIATE_TEST_SUITE_P(
    Cases, UrlPlan,
    testing::Values(
        Case{"UnsaidKeeps", UrlKind::kUnsaid, "NONE", true, ""},
        Case{"NoneOfNone", UrlKind::kNone, "", false, ""},
        Case{"NoneOfPublic", UrlKind::kNone, "NONE", true,
             "delete-function-url-config remove-permission remove-permission"},
        Case{"PublicOfNone", UrlKind::kPublic, "", false,
             std::string(kAdd) + " create-function-url-config:NONE"},
        Case{"PublicOfHalf", UrlKind::kPublic, "", true, "create-function-url-config:NONE"},
        Case{"PublicOfPublic", UrlKind::kPublic, "NONE", true, ""},
        Case{"PublicOfIam", UrlKind::kPublic, "AWS_IAM", false,
             std::string(kAdd) + " update-function-url-config:NONE"},
        Case{"IamOfPublic", UrlKind::kIam, "NONE", true,
             "update-function-url-config:AWS_IAM remove-permission remove-permission"},
        Case{"IamOfNone", UrlKind::kIam, "", false, "create-function-url-config:AWS_IAM"}),
    [](const auto& info) { return info.param.name; });

TEST(UrlPlanInput, NamesTheAliasAndBothPermissions) {
  const DesiredFunction desired{.name = "f", .url = UrlKind::kPublic, .alias = "live"};
  const std::vector<Step> steps = plan_url(desired, Found());
  ASSERT_EQ(steps.size(), 3u);
  EXPECT_EQ(json_text(*steps[0].input),
            R"({"Action":"lambda:InvokeFunctionUrl","FunctionName":"f",)"
            R"("FunctionUrlAuthType":"NONE","Principal":"*","Qualifier":"live",)"
            R"("StatementId":"FunctionURLAllowPublicAccess"})");
  EXPECT_EQ(json_text(*steps[1].input),
            R"({"Action":"lambda:InvokeFunction","FunctionName":"f","InvokedViaFunctionUrl":true,)"
            R"("Principal":"*","Qualifier":"live",)"
            R"("StatementId":"FunctionURLInvokeAllowPublicAccess"})");
}

// What another deployer made in between is looked at by the next run, not taken for ours.
TEST(UrlPlanInput, TakesNoConflictForDone) {
  const DesiredFunction open{.name = "f", .url = UrlKind::kPublic};
  for (const Step& step : plan_url(open, Found())) {
    EXPECT_EQ(step.done_error, "") << step.operation;
  }
  const DesiredFunction none{.name = "f", .url = UrlKind::kNone};
  Found found{.url = FoundUrl{"https://u", "NONE"},
              .statements = {"FunctionURLAllowPublicAccess", "FunctionURLInvokeAllowPublicAccess"}};
  const std::vector<Step> steps = plan_url(none, found);
  ASSERT_EQ(steps.size(), 3u);
  for (const Step& step : steps) {
    EXPECT_EQ(step.done_error, "Aws.ResourceNotFoundException") << step.operation;
  }
  EXPECT_EQ(json_text(*steps[0].input), R"({"FunctionName":"f"})");
  EXPECT_EQ(json_text(*steps[1].input),
            R"({"FunctionName":"f","StatementId":"FunctionURLAllowPublicAccess"})");
  EXPECT_EQ(json_text(*steps[2].input),
            R"({"FunctionName":"f","StatementId":"FunctionURLInvokeAllowPublicAccess"})");
}

}  // namespace
}  // namespace lambda::deploy
