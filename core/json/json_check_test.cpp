// The JSON checker against RFC 8259: what is JSON, what is not, and where it says so.
#include "core/json/json_check.h"

#include <string>

#include <gtest/gtest.h>

namespace lambda {
namespace {

class ValidJson : public ::testing::TestWithParam<const char*> {};

TEST_P(ValidJson, HasNoFault) {
  const auto fault = find_json_fault(GetParam());
  EXPECT_FALSE(fault.has_value()) << describe(*fault);
}

INSTANTIATE_TEST_SUITE_P(Table, ValidJson,
                         ::testing::Values("null", "true", "false", "0", "-0", "-1.5e+10", "1E5",
                                           "\"\"", "\"a\\u00e9\"", "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"",
                                           "\"\xC3\xA9 \xE2\x82\xAC \xF0\x9F\x98\x80\"", "[]", "{}",
                                           " [ ] ", "[1,[2,{\"a\":[]}],\"x\"]",
                                           "{\"a\":{\"b\":null},\"c\":1}", "\t\r\n 1 \n"));

struct Bad {
  const char* text;
  std::size_t line;
  std::size_t column;
};

class InvalidJson : public ::testing::TestWithParam<Bad> {};

TEST_P(InvalidJson, IsFoundWhereItBreaks) {
  const auto fault = find_json_fault(GetParam().text);
  ASSERT_TRUE(fault.has_value()) << GetParam().text;
  EXPECT_EQ(fault->line, GetParam().line) << describe(*fault);
  EXPECT_EQ(fault->column, GetParam().column) << describe(*fault);
  EXPECT_FALSE(fault->reason.empty());
}

INSTANTIATE_TEST_SUITE_P(
    Table, InvalidJson,
    ::testing::Values(Bad{"", 1, 1}, Bad{"  ", 1, 3}, Bad{"nul", 1, 1}, Bad{"nulll", 1, 5},
                      Bad{"test data", 1, 1}, Bad{"01", 1, 2}, Bad{"-", 1, 2}, Bad{"1.", 1, 3},
                      Bad{"1e", 1, 3}, Bad{"+1", 1, 1}, Bad{".5", 1, 1}, Bad{"\"a", 1, 3},
                      Bad{"\"\\x\"", 1, 3}, Bad{"\"\\u12g4\"", 1, 6}, Bad{"\"a\nb\"", 1, 3},
                      Bad{"\"\xC0\x80\"", 1, 2}, Bad{"\"\xED\xA0\x80\"", 1, 2},
                      Bad{"\"\xF4\x90\x80\x80\"", 1, 2}, Bad{"\"\xE2\x82\"", 1, 2},
                      Bad{"[1,]", 1, 4}, Bad{"[1 2]", 1, 4}, Bad{"[1}", 1, 3},
                      Bad{"{\"a\" 1}", 1, 6}, Bad{"{a:1}", 1, 2}, Bad{"{\"a\":1,}", 1, 8},
                      Bad{"{\n  \"a\": x\n}", 2, 8}, Bad{"1 2", 1, 3}, Bad{"]", 1, 1},
                      Bad{"[", 1, 2}, Bad{"\xEF\xBB\xBF{}", 1, 1}));

TEST(JsonCheck, NamesTheUnknownWordAsLambdaDoes) {
  EXPECT_EQ(describe(*find_json_fault("test data")),
            "Unrecognized token 'test': was expecting (JSON String, Number, Array, Object or token "
            "'null', 'true' or 'false') (line 1, column 1)");
}

TEST(JsonCheck, BoundsTheDepth) {
  const std::string deepest = std::string(kJsonDepthMax, '[') + std::string(kJsonDepthMax, ']');
  EXPECT_FALSE(find_json_fault(deepest).has_value());
  EXPECT_TRUE(find_json_fault("[" + deepest + "]").has_value());
  EXPECT_TRUE(find_json_fault(std::string(1'000'000, '[')).has_value());
}

TEST(JsonCheck, RefusesEveryCutOfAnObject) {
  const std::string whole = R"({"a":[1.5e3,"\u00e9",true,{"b":null}],"c":"€"})";
  ASSERT_FALSE(find_json_fault(whole).has_value());
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_TRUE(find_json_fault(whole.substr(0, size)).has_value()) << size;
  }
}

}  // namespace
}  // namespace lambda
