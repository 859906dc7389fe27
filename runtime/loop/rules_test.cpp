// Statuses and what they lead to.
#include "runtime/loop/rules.h"

#include <map>
#include <optional>
#include <string>

#include <gtest/gtest.h>

namespace lambda::loop {
namespace {

struct Case {
  int status;
  bool is_resent;
  std::optional<Consequence> consequence;  // Absent: delivered.
};
class PostRules : public testing::TestWithParam<Case> {};

TEST_P(PostRules, Decide) {
  const auto judged = judge_post(GetParam().status, GetParam().is_resent);
  ASSERT_EQ(judged.has_value(), !GetParam().consequence.has_value());
  if (!judged) {
    EXPECT_EQ(consequence_of(judged.error()), *GetParam().consequence);
    EXPECT_NE(judged.error().message.find(std::to_string(GetParam().status)), std::string::npos);
  }
}

INSTANTIATE_TEST_SUITE_P(
    Statuses, PostRules,
    testing::Values(
        Case{200, false, {}}, Case{202, false, {}}, Case{299, false, {}},
        Case{199, false, Consequence::kServeNext}, Case{300, false, Consequence::kServeNext},
        Case{499, true, Consequence::kServeNext}, Case{400, false, Consequence::kServeNext},
        Case{403, false, Consequence::kServeNext}, Case{400, true, {}}, Case{403, true, {}},
        Case{410, false, Consequence::kServeNext}, Case{410, true, Consequence::kServeNext},
        Case{413, false, Consequence::kServeNext}, Case{413, true, Consequence::kServeNext},
        Case{301, false, Consequence::kServeNext}, Case{500, false, Consequence::kExit},
        Case{500, true, Consequence::kExit}));

struct Meaning {
  int status;
  const char* type;
  const char* part;  // Of the message.
};

TEST(PostRules, SayWhatIsWrong) {
  for (const Meaning& meaning : {Meaning{400, "Runtime.PostRefused", "did not take"},
                                 Meaning{403, "Runtime.PostRefused", "did not take"},
                                 Meaning{410, "Runtime.InvocationGone", "timeout"},
                                 Meaning{413, "Function.ResponseSizeTooLarge", "6 MB"},
                                 Meaning{429, "Runtime.PostRefused", "did not take"},
                                 Meaning{500, "Runtime.PostFailed", "cannot recover"},
                                 Meaning{503, "Runtime.PostFailed", "cannot recover"}}) {
    const Error error = judge_post(meaning.status, false).error();
    EXPECT_EQ(error.type, meaning.type) << meaning.status;
    EXPECT_NE(error.message.find(meaning.part), std::string::npos) << error.message;
  }
}

TEST(NextRules, SayWhatIsWrong) {
  for (const Meaning& meaning : {Meaning{403, "Runtime.NextFailed", "does not expect"},
                                 Meaning{500, "Runtime.NextFailed", "cannot recover"},
                                 Meaning{503, "Runtime.NextFailed", "cannot recover"},
                                 Meaning{204, "Runtime.NextFailed", "AWS_LAMBDA_RUNTIME_API"},
                                 Meaning{302, "Runtime.NextFailed", "AWS_LAMBDA_RUNTIME_API"},
                                 Meaning{404, "Runtime.NextFailed", "AWS_LAMBDA_RUNTIME_API"},
                                 Meaning{413, "Runtime.NextFailed", "AWS_LAMBDA_RUNTIME_API"},
                                 Meaning{429, "Runtime.NextFailed", "AWS_LAMBDA_RUNTIME_API"}}) {
    const Error error = judge_next(meaning.status).error();
    EXPECT_EQ(error.type, meaning.type) << meaning.status;
    EXPECT_NE(error.message.find(std::to_string(meaning.status)), std::string::npos);
    EXPECT_NE(error.message.find(meaning.part), std::string::npos) << error.message;
  }
}

TEST(NextRules, EndTheProcessForAnyStatusBut200) {
  EXPECT_TRUE(judge_next(200).has_value());
  for (const int status : {202, 204, 301, 400, 403, 410, 500, 503}) {
    ASSERT_FALSE(judge_next(status).has_value());
    EXPECT_EQ(consequence_of(judge_next(status).error()), Consequence::kExit);
  }
}

TEST(Consequences, FollowTheType) {
  using enum Consequence;
  for (const auto& [type, consequence] :
       std::map<std::string, Consequence>{{"Runtime.ConnectionLost", kRetry},
                                          {"Runtime.UnreadableBody", kServeNext},
                                          {"Runtime.InvalidHeader", kServeNext},
                                          {"Runtime.MalformedHttp", kExit},
                                          {"Runtime.BodyTooLarge", kExit},
                                          {"Runtime.MalformedHeader", kExit},
                                          {"", kExit},
                                          {"Of.NoRule", kExit}}) {
    EXPECT_EQ(consequence_of({.type = type, .message = "m"}), consequence) << type;
  }
}

}  // namespace
}  // namespace lambda::loop
