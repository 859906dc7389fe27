// Waits are bounded, differ, and heed what the registry asks for. No test waits.
#include "deploy/registry/retry.h"

#include <vector>

#include <gtest/gtest.h>

namespace lambda::registry {
namespace {

Fault passing(std::optional<Milliseconds> asked = {}) {
  return {{Outlook::kPassing, "Registry.Busy", "busy"}, asked};
}

TEST(BackOff, DoublesToItsBoundWithJitterBelow) {
  const AttemptPolicy policy;
  EXPECT_EQ(Milliseconds(125), back_off(policy, 1, 0));
  EXPECT_EQ(Milliseconds(250), back_off(policy, 1, 1));
  EXPECT_EQ(Milliseconds(500), back_off(policy, 2, 1));
  EXPECT_EQ(Milliseconds(10'000), back_off(policy, 7, 1));
  EXPECT_EQ(Milliseconds(10'000), back_off(policy, 1000, 1));
}

TEST(Retry, GivesUpAfterItsAttempts) {
  std::vector<Milliseconds> waits;
  const Pause pause = [&](Milliseconds wait) { waits.push_back(wait); };
  Retry retry({.attempts_max = 3}, pause);
  EXPECT_FALSE(retry.give_up(passing()));
  EXPECT_FALSE(retry.give_up(passing()));
  const auto error = retry.give_up(passing());
  ASSERT_TRUE(error);
  EXPECT_TRUE(error->message.contains("tried 3 times")) << error->message;
  ASSERT_EQ(2u, waits.size());
  EXPECT_GE(waits[0], Milliseconds(125));
  EXPECT_LE(waits[1], Milliseconds(500));
}

TEST(Retry, HeedsWhatIsAskedForUpToABound) {
  std::vector<Milliseconds> waits;
  const Pause pause = [&](Milliseconds wait) { waits.push_back(wait); };
  Retry retry({}, pause);
  EXPECT_FALSE(retry.give_up(passing(Milliseconds(7'000))));
  EXPECT_EQ(std::vector<Milliseconds>{Milliseconds(7'000)}, waits);
  EXPECT_FALSE(retry.give_up(passing(Milliseconds(60'000)))) << "the longest that is waited for";
  EXPECT_EQ(Milliseconds(60'000), waits.back());
  const auto error = retry.give_up(passing(Milliseconds(61'000)));
  ASSERT_TRUE(error);
  EXPECT_TRUE(error->message.contains("61 s")) << error->message;
  EXPECT_EQ(2u, waits.size());
}

TEST(Retry, WaitsNoLessThanItWouldByItself) {
  std::vector<Milliseconds> waits;
  const Pause pause = [&](Milliseconds wait) { waits.push_back(wait); };
  Retry retry({}, pause);
  EXPECT_FALSE(retry.give_up(passing(Milliseconds(0))));
  EXPECT_GE(waits.front(), Milliseconds(125));
}

TEST(IsPassing, IsOfTheseStatusesAlone) {
  std::vector<int> passing;
  for (int status = 100; status < 600; ++status) {
    if (is_passing(status)) {
      passing.push_back(status);
    }
  }
  EXPECT_EQ((std::vector<int>{408, 425, 429, 500, 502, 503, 504}), passing);
}

TEST(Retry, DoesNotRepeatWhatCannotPass) {
  const Pause never = [](Milliseconds) { FAIL(); };
  Retry retry({}, never);
  const auto error = retry.give_up({{Outlook::kLasting, "Registry.Denied", "denied"}, {}});
  ASSERT_TRUE(error);
  EXPECT_EQ("denied", error->message);
}

TEST(RetryAfter, IsSecondsOrADate) {
  const auto now = std::chrono::system_clock::from_time_t(1'000'000'000);  // 2001-09-09 01:46:40
  EXPECT_EQ(Milliseconds(3'000), parse_retry_after("3", now));
  EXPECT_EQ(Milliseconds(20'000), parse_retry_after("Sun, 09 Sep 2001 01:47:00 GMT", now));
  EXPECT_EQ(Milliseconds(0), parse_retry_after("Sun, 09 Sep 2001 01:46:00 GMT", now));
  for (const char* text : {"", "-1", "soon", "1.5"}) {
    EXPECT_EQ(std::nullopt, parse_retry_after(text, now)) << text;
  }
  EXPECT_LE(parse_retry_after("99999999999999999", now).value(), std::chrono::hours(24 * 30));
}

}  // namespace
}  // namespace lambda::registry
