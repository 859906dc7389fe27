// A runtime is good until the day before its end.
#include "deploy/plan/runtimes.h"

#include <gtest/gtest.h>

namespace lambda::deploy {
namespace {

using namespace std::chrono_literals;

TEST(Runtimes, AreGoodUntilTheirEnd) {
  EXPECT_TRUE(check_runtime("provided.al2", 2026y / 6 / 29).has_value());
  EXPECT_TRUE(check_runtime(kNewestRuntime, 2026y / 11 / 22).has_value());
  EXPECT_FALSE(check_runtime("provided.al2", 2026y / 6 / 30).has_value());
  EXPECT_TRUE(check_runtime("provided", 2024y / 1 / 7).has_value());
  EXPECT_FALSE(check_runtime("provided", 2024y / 1 / 8).has_value());
  EXPECT_FALSE(check_runtime(kNewestRuntime, 2029y / 7 / 1).has_value());
}

TEST(Runtimes, NameTheEndAndTheRemedy) {
  const auto ended = check_runtime("provided.al2", 2026y / 11 / 22);
  ASSERT_FALSE(ended.has_value());
  EXPECT_NE(ended.error().message.find("2026-06-30"), std::string::npos) << ended.error().message;
  EXPECT_NE(ended.error().message.find("--runtime=provided.al2023"), std::string::npos);
  EXPECT_NE(ended.error().message.find("--allow-any-runtime"), std::string::npos);
  const auto other = check_runtime("python3.14", 2026y / 11 / 22);
  ASSERT_FALSE(other.has_value());
  EXPECT_NE(other.error().message.find("--runtime=provided.al2023"), std::string::npos);
  EXPECT_NE(other.error().message.find("--allow-any-runtime"), std::string::npos);
}

TEST(Runtimes, AreNoRemedyForThemselves) {
  const auto ended = check_runtime(kNewestRuntime, 2029y / 6 / 30);
  ASSERT_FALSE(ended.has_value());
  EXPECT_EQ(ended.error().message.find("--runtime=provided"), std::string::npos)
      << ended.error().message;
  EXPECT_NE(ended.error().message.find("--allow-any-runtime"), std::string::npos);
  EXPECT_TRUE(check_runtime(kNewestRuntime, 2029y / 6 / 29).has_value());
}

}  // namespace
}  // namespace lambda::deploy
