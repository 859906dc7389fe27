// Cases are read whole or refused; a function that does something else is complained of.
#include "images/tools/launch/function_cases.h"

#include <gtest/gtest.h>

namespace lambda::images {
namespace {

TEST(FunctionCases, AreReadInOrder) {
  const auto cases = parse_function_cases(
      R"([{"event": "1", "answer": "2"}, {"event": "{}", "error": "no \"x\""}])");
  ASSERT_TRUE(cases.has_value()) << cases.error().message;
  ASSERT_EQ(2u, cases->size());
  EXPECT_EQ("1", cases->at(0).event);
  EXPECT_EQ("2", cases->at(0).expected);
  EXPECT_FALSE(cases->at(0).is_error);
  EXPECT_EQ("no \"x\"", cases->at(1).expected);
  EXPECT_TRUE(cases->at(1).is_error);
}

class MalformedFunctionCases : public testing::TestWithParam<const char*> {};

TEST_P(MalformedFunctionCases, AreRefused) {
  const auto cases = parse_function_cases(GetParam());
  ASSERT_FALSE(cases.has_value());
  EXPECT_EQ("FunctionTest.Malformed", cases.error().type);
}

INSTANTIATE_TEST_SUITE_P(Texts, MalformedFunctionCases,
                         testing::Values("", "[]", "{}", "[1]", "[{}]", R"([{"event": "1"}])",
                                         R"([{"answer": "1"}])", "[{\"event\": \"1\", \"ans"));

TEST(FunctionCases, HaveAMaximum) {
  const auto cases = [](std::size_t count) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i) {
      text += (i == 0 ? "[" : ",") + std::string(R"({"event": "1", "answer": "1"})");
    }
    return parse_function_cases(text + "]");
  };
  EXPECT_EQ(kFunctionCasesMax, cases(kFunctionCasesMax).value().size());
  ASSERT_FALSE(cases(kFunctionCasesMax + 1).has_value());
  EXPECT_TRUE(cases(kFunctionCasesMax + 1).error().message.contains("too many"));
}

struct Ended {
  FunctionCase expected;
  int status;
  const char* said;
  const char* complaint;  // A part of it; "" for none.
};
class Complaint : public testing::TestWithParam<Ended> {};

TEST_P(Complaint, SaysWhatIsNotAsExpected) {
  const std::string found = complaint(GetParam().expected, GetParam().status, GetParam().said);
  EXPECT_EQ(std::string(GetParam().complaint).empty(), found.empty()) << found;
  EXPECT_TRUE(found.contains(GetParam().complaint)) << found;
}

INSTANTIATE_TEST_SUITE_P(
    Ends, Complaint,
    testing::Values(Ended{{"1", "2", false}, 0, "2\n", ""}, Ended{{"1", "2", false}, 0, "3\n", "3"},
                    Ended{{"1", "2", false}, 1, "2\n", "failed"},
                    Ended{{"1", "bad", true}, 1, "a bad event\n", ""},
                    Ended{{"1", "bad", true}, 1, "another\n", "bad is not in another"},
                    Ended{{"1", "bad", true}, 0, "a bad event\n", "an error was expected"}));

}  // namespace
}  // namespace lambda::images
