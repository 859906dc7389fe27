// Every form of a function's name that Lambda takes, and others.
#include "emulator/invoke/function_name.h"

#include <string>

#include <gtest/gtest.h>

namespace lambda::emulator {
namespace {

struct Form {
  const char* text;
  const char* region;
  const char* account;
  const char* name;
  const char* qualifier;
};

class GoodName : public ::testing::TestWithParam<Form> {};

TEST_P(GoodName, IsTakenApart) {
  const auto name = parse_function_name(GetParam().text);
  ASSERT_TRUE(name.has_value());
  EXPECT_EQ(name->region, GetParam().region);
  EXPECT_EQ(name->account, GetParam().account);
  EXPECT_EQ(name->name, GetParam().name);
  EXPECT_EQ(name->qualifier, GetParam().qualifier);
}

INSTANTIATE_TEST_SUITE_P(
    Table, GoodName,
    ::testing::Values(Form{"hello", "", "", "hello", ""}, Form{"hello:7", "", "", "hello", "7"},
                      Form{"hello:$LATEST", "", "", "hello", "$LATEST"},
                      Form{"function", "", "", "function", ""},
                      Form{"123456789012:function:hello", "", "123456789012", "hello", ""},
                      Form{"123456789012:function:hello:prod", "", "123456789012", "hello", "prod"},
                      Form{"arn:aws:lambda:eu-west-1:123456789012:function:hello", "eu-west-1",
                           "123456789012", "hello", ""},
                      Form{"arn:aws-us-gov:lambda:us-gov-west-1:123456789012:function:hello:7",
                           "us-gov-west-1", "123456789012", "hello", "7"}));

class BadName : public ::testing::TestWithParam<std::string> {};
TEST_P(BadName, IsRefused) { EXPECT_FALSE(parse_function_name(GetParam()).has_value()); }
INSTANTIATE_TEST_SUITE_P(
    Table, BadName,
    ::testing::Values("", ":", "hello:", ":1", "a b", "hello:$latest", "a/b", "hello:1:2",
                      "12:function:hello", "123456789012:fn:hello",
                      "123456789012:function:", "arn:aws:lambda:eu-west-1:123456789012:function",
                      "arn:aws:lambda:eu-west-1:123456789012:function:a:b:c",
                      "arn:gcp:lambda:eu-west-1:123456789012:function:a",
                      "arn:aws:s3:eu-west-1:123456789012:function:a",
                      "arn:aws:lambda:europe:123456789012:function:a",
                      "arn:aws:lambda:EU-west-1:123456789012:function:a",
                      "arn:aws:lambda:eu-west-1:123456789012:layer:a",
                      "arn:aws:lambda:eu-west-1:12345678901a:function:a",
                      "1234567890123:function:hello", "12345678901:function:hello",
                      std::string(65, 'a'), std::string(10'000, ':')));

TEST(FunctionName, TakesEachPartUpToExactlyItsLimit) {
  const std::string name(64, 'n');
  const std::string qualifier(128, 'q');
  const auto longest = parse_function_name(name + ":" + qualifier);
  ASSERT_TRUE(longest.has_value());
  EXPECT_EQ(longest->name, name);
  EXPECT_EQ(longest->qualifier, qualifier);
  EXPECT_FALSE(parse_function_name(name + "n:" + qualifier).has_value());
  EXPECT_FALSE(parse_function_name(name + ":" + qualifier + "q").has_value());
  EXPECT_TRUE(is_qualifier(qualifier));
  EXPECT_FALSE(is_qualifier(qualifier + "q"));
  EXPECT_FALSE(is_qualifier(""));
  const std::string rest = ":123456789012:function:" + name + ":" + qualifier;
  const std::string start = "arn:aws:lambda:eu-west-";
  const std::string region(256 - start.size() - rest.size(), '1');
  EXPECT_TRUE(parse_function_name(start + region + rest).has_value());
  EXPECT_FALSE(parse_function_name(start + region + "1" + rest).has_value());
}

TEST(FunctionName, KeepsThePartition) {
  EXPECT_EQ(parse_function_name("arn:aws-cn:lambda:cn-north-1:123456789012:function:a")->partition,
            "aws-cn");
  EXPECT_EQ(parse_function_name("a")->partition, "");
}

TEST(FunctionName, TakesEveryCharacterOfItsAlphabet) {
  EXPECT_TRUE(parse_function_name("azAZ09-_").has_value());
  for (const char* bad : {"a.b", "a@b", "a[b", "a`b", "a{b", "a$b", "\xc3\xa9"}) {
    EXPECT_FALSE(parse_function_name(bad).has_value()) << bad;
  }
}

TEST(PercentDecoded, UndoesTheEncoding) {
  EXPECT_EQ(percent_decoded("%3a%3A%00%ff"), std::string("::\0\xff", 4));
  EXPECT_EQ(percent_decoded("a%3Ab%24c"), "a:b$c");
  EXPECT_EQ(percent_decoded(""), "");
  for (const char* bad : {"%", "a%3", "%zz", "%-1", "%+1"}) {
    EXPECT_FALSE(percent_decoded(bad).has_value()) << bad;
  }
}

}  // namespace
}  // namespace lambda::emulator
