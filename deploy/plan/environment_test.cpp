// Nothing is lost in a merge, the later source wins, and Lambda's limits hold without a value being
// told.
#include "deploy/plan/environment.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace lambda::deploy {
namespace {

using Lines = std::vector<std::string>;

TEST(Environment, KeepsWhatNobodyNames) {
  const auto change = merge_environment({{"A", "1"}, {"B", "2"}}, {});
  EXPECT_EQ(change.variables, (Variables{{"A", "1"}, {"B", "2"}}));
  EXPECT_EQ(change.lines, (Lines{"A (kept)", "B (kept)"}));
  EXPECT_FALSE(change.is_changed);
}

TEST(Environment, TakesTheTargetsOverTheFunctionsAndTheOptionsOverBoth) {
  const auto change = merge_environment(
      {{"A", "found"}, {"B", "found"}, {"C", "found"}},
      {.built = {{"B", "built"}, {"C", "built"}, {"D", "built"}}, .given = {{"C", "given"}}});
  EXPECT_EQ(change.variables,
            (Variables{{"A", "found"}, {"B", "built"}, {"C", "given"}, {"D", "built"}}));
  EXPECT_EQ(change.lines, (Lines{"A (kept)", "B (changed)", "C (changed)", "D (added)"}));
  EXPECT_TRUE(change.is_changed);
}

TEST(Environment, RemovesWhatIsUnset) {
  const auto change = merge_environment({{"A", "1"}}, {.built = {{"B", "2"}}, .unset = {"A", "B"}});
  EXPECT_TRUE(change.variables.empty());
  EXPECT_EQ(change.lines, Lines{"A (removed)"});
  EXPECT_TRUE(change.is_changed);
}

TEST(Environment, RefusesReservedAndMalformedNames) {
  for (const char* name : {"_HANDLER", "AWS_REGION", "LAMBDA_TASK_ROOT", "A", "1A", "A-B", "_AB"}) {
    const auto checked = check_environment({{name, "secret-value"}});
    ASSERT_FALSE(checked.has_value()) << name;
    EXPECT_NE(checked.error().message.find(name), std::string::npos);
    EXPECT_EQ(checked.error().message.find("secret-value"), std::string::npos);
  }
  EXPECT_TRUE(check_environment({{"TZ", "Europe/Rome"}, {"AWS_LAMBDA_EXEC_WRAPPER", "/w"}}));
}

TEST(Environment, RefusesWhatIsNoText) {
  EXPECT_TRUE(check_environment({{"NAME", "h\xc3\xa9llo\n\t\"\\"}}).has_value());
  const auto checked = check_environment({{"NAME", "secret\xff"}});
  ASSERT_FALSE(checked.has_value());
  EXPECT_EQ(checked.error().message.find("secret"), std::string::npos);
}

TEST(Environment, RefusesMoreThanFourKilobytes) {
  const std::string frame = R"({"AB":""})";
  const auto filled = [&](std::size_t bytes) {
    return Variables{{"AB", std::string(bytes - frame.size(), 'x')}};
  };
  EXPECT_TRUE(check_environment(filled(4096)).has_value());
  const auto checked = check_environment(filled(4097));
  ASSERT_FALSE(checked.has_value());
  EXPECT_NE(checked.error().message.find("has 4097 bytes"), std::string::npos)
      << checked.error().message;
  EXPECT_EQ(checked.error().message.find("xxx"), std::string::npos);
}

}  // namespace
}  // namespace lambda::deploy
