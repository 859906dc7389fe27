// A version before the alias that points at it, each pinned; an alias moves whole.
#include <string>

#include <gtest/gtest.h>

#include "core/json/json_object.h"
#include "deploy/plan/release_plan.h"

namespace lambda::deploy {
namespace {

DesiredFunction released() {
  return {.name = "f", .code = {.zip_sha256 = "new="}, .alias = "live"};
}

std::string called(const std::vector<Step>& steps) {
  std::string text;
  for (const Step& step : steps) {
    text += (text.empty() ? "" : " ") + step.operation;
  }
  return text;
}

TEST(VersionPlan, IsEmptyUnlessAVersionIsAskedFor) {
  EXPECT_EQ(called(plan_version({.name = "f"}, Found())), "");
  EXPECT_EQ(called(plan_version({.name = "f", .is_published = true}, Found())), "publish-version");
}

TEST(VersionPlan, PinsTheVersion) {
  const auto steps = plan_version(released(), Found());
  ASSERT_EQ(called(steps), "publish-version create-alias");
  EXPECT_EQ(steps[0].need, StepNeed::kPin);
  EXPECT_TRUE(steps[0].is_function_changed);
  EXPECT_EQ(steps[0].code_sha256, "new=");
  EXPECT_EQ(steps[1].need, StepNeed::kVersion);
  EXPECT_EQ(json_text(*steps[1].input), R"({"FunctionName":"f","Name":"live"})");
}

TEST(VersionPlan, MovesAnAliasAsItWasFoundAndOnlyWhereItPointsElsewhere) {
  const Found found{.alias = FoundAlias{.version = "3", .revision = "a1", .weights = {}}};
  const auto steps = plan_version(released(), found);
  ASSERT_EQ(called(steps), "publish-version update-alias");
  EXPECT_EQ(json_text(*steps[1].input), R"({"FunctionName":"f","Name":"live","RevisionId":"a1"})");
  EXPECT_EQ(steps[1].need, StepNeed::kVersion);
  EXPECT_EQ(steps[1].unless_version, "3");
}

TEST(VersionPlan, EndsTheWeightsOfAnAliasAndTellsIt) {
  const Found found{.alias = FoundAlias{.version = "3", .revision = "a1", .weights = {{"2", 0.1}}}};
  const auto steps = plan_version(released(), found);
  ASSERT_EQ(called(steps), "publish-version update-alias");
  EXPECT_EQ(json_text(*steps[1].input), R"({"FunctionName":"f","Name":"live","RevisionId":"a1",)"
                                        R"("RoutingConfig":{"AdditionalVersionWeights":{}}})");
  EXPECT_EQ(steps[1].unless_version, "") << "also where it points at that version already";
  ASSERT_EQ(steps[1].lines.size(), 2u);
  EXPECT_NE(steps[1].lines[1].find("version 2, which has 10 %"), std::string::npos)
      << steps[1].lines[1];
}

}  // namespace
}  // namespace lambda::deploy
