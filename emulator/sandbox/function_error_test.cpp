// The words and types of errors, as Lambda's callers see them.
#include "emulator/sandbox/function_error.h"

#include <string>
#include <utility>

#include <gtest/gtest.h>

namespace lambda::emulator {
namespace {

TEST(PlatformError, IsWordedAsLambdaWordsIt) {
  const FunctionResult outcome =
      platform_error("id", "Sandbox.Timedout", timeout_message(std::chrono::milliseconds(3'000)));
  EXPECT_TRUE(outcome.is_function_error);
  EXPECT_EQ(outcome.payload,
            R"({"errorType":"Sandbox.Timedout","errorMessage":"RequestId: id Error: )"
            R"(Task timed out after 3.00 seconds"})");
}

TEST(NormalizedErrorType, KeepsOnlyCategoryAndReason) {
  const std::pair<const char*, const char*> table[] = {{"Runtime.ExitError", "Runtime.ExitError"},
                                                       {"Function.MyError", "Function.MyError"},
                                                       {"Function.my", "Function.Unknown"},
                                                       {"Function.A", "Function.Unknown"},
                                                       {"Function.A1", "Function.Unknown"},
                                                       {"Function.", "Function.Unknown"},
                                                       {"Runtime.exit", "Runtime.Unknown"},
                                                       {"MyError", "Runtime.Unknown"},
                                                       {"", "Runtime.Unknown"},
                                                       {"Other.Error", "Runtime.Unknown"}};
  for (const auto& [given, kept] : table) {
    EXPECT_EQ(normalized_error_type(given), kept) << given;
  }
}

TEST(ReportedError, IsJsonInAnyCase) {
  EXPECT_EQ(reported_error("Function.X", "").payload,
            R"({"errorType":"Function.Unknown","errorMessage":""})");
  EXPECT_EQ(reported_error("Function.Xy", R"({"errorMessage":"m"})").payload,
            R"({"errorMessage":"m"})");
}

}  // namespace
}  // namespace lambda::emulator
