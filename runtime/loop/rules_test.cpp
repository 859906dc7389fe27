// Statuses and what they lead to.
#include "runtime/loop/rules.h"

#include <gtest/gtest.h>

#include <optional>

namespace lambda::loop {
namespace {

struct Case {
  int status;
  bool is_resent;
  std::optional<Remedy> remedy;  // None: delivered.
};
class PostRules : public testing::TestWithParam<Case> {};

TEST_P(PostRules, Decide) {
  const auto judged = judge_post(GetParam().status, GetParam().is_resent);
  ASSERT_EQ(judged.has_value(), !GetParam().remedy.has_value());
  if (!judged) {
    EXPECT_EQ(judged.error().remedy, *GetParam().remedy);
    EXPECT_NE(judged.error().message.find(std::to_string(GetParam().status)), std::string::npos);
  }
}

INSTANTIATE_TEST_SUITE_P(Statuses, PostRules,
                         testing::Values(Case{200, false, {}}, Case{202, false, {}},
                                         Case{400, false, Remedy::kReportAndContinue},
                                         Case{403, false, Remedy::kReportAndContinue},
                                         Case{400, true, {}}, Case{403, true, {}},
                                         Case{410, false, Remedy::kReportAndContinue},
                                         Case{410, true, Remedy::kReportAndContinue},
                                         Case{413, false, Remedy::kReportAndContinue},
                                         Case{413, true, Remedy::kReportAndContinue},
                                         Case{301, false, Remedy::kReportAndContinue},
                                         Case{500, false, Remedy::kReportAndExit},
                                         Case{500, true, Remedy::kReportAndExit}));

TEST(NextRules, EndTheProcessForAnyStatusBut200) {
  EXPECT_TRUE(judge_next(200).has_value());
  for (const int status : {202, 204, 301, 400, 403, 410, 500, 503}) {
    ASSERT_FALSE(judge_next(status).has_value());
    EXPECT_EQ(judge_next(status).error().remedy, Remedy::kReportAndExit);
  }
}

}  // namespace
}  // namespace lambda::loop
