// Objects come back whole; everything else is refused, and nothing throws.
#include "core/json/json_object.h"

#include <string>

#include <gtest/gtest.h>

namespace lambda {
namespace {

TEST(JsonText, WritesMembersInOneOrder) {
  const auto one = parse_json_object(R"({"b":1,"a":{"d":[],"c":"x"}})", "one");
  const auto two = parse_json_object(R"({ "a": {"c":"x", "d":[]}, "b": 1 })", "two");
  ASSERT_TRUE(one.has_value() && two.has_value());
  EXPECT_EQ(json_text(**one), R"({"a":{"c":"x","d":[]},"b":1})");
  EXPECT_EQ(json_text(**one), json_text(**two));
}

TEST(JsonText, GivesMembersOfTheRightKindOnly) {
  const auto object =
      parse_json_object(R"({"s":"x","n":7,"neg":-1,"half":0.5,"t":true,"nil":null,)"
                        R"("zero":0,"most":9223372036854775807,"huge":18446744073709551615})",
                        "o");
  ASSERT_TRUE(object.has_value()) << object.error().message;
  EXPECT_EQ(string_member(**object, "s"), "x");
  EXPECT_EQ(size_member(**object, "n"), 7u);
  EXPECT_EQ(size_member(**object, "zero"), 0u);
  EXPECT_EQ(size_member(**object, "most"), 9223372036854775807u);
  for (const char* name : {"n", "nil", "missing", "t"}) {
    EXPECT_FALSE(string_member(**object, name).has_value()) << name;
  }
  for (const char* name : {"s", "neg", "half", "t", "nil", "missing", "huge"}) {
    EXPECT_FALSE(size_member(**object, name).has_value()) << name;
  }
}

class NoObject : public testing::TestWithParam<std::string> {};

TEST_P(NoObject, IsRefusedByName) {
  const auto object = parse_json_object(GetParam(), "the config");
  ASSERT_FALSE(object.has_value());
  EXPECT_EQ(object.error().type, "Json.Malformed");
  EXPECT_NE(object.error().message.find("the config"), std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(JsonText, NoObject,
                         testing::Values("", " ", "{", "[]", "1", "\"x\"", "null", "{\"a\":}",
                                         "{\"a\":1}}", std::string(100, '['),
                                         std::string(kJsonBytesMax + 1, ' ')));

TEST(JsonText, ReadsUpToItsMaxima) {
  const std::string padding(kJsonBytesMax - 2, ' ');
  EXPECT_TRUE(parse_json_object("{" + padding + "}", "large").has_value());
  EXPECT_FALSE(parse_json_object("{ " + padding + "}", "larger").has_value());
  const auto nested = [](std::size_t depth) {
    return R"({"a":)" + std::string(depth - 1, '[') + std::string(depth - 1, ']') + "}";
  };
  EXPECT_TRUE(parse_json_object(nested(kJsonObjectDepthMax), "deep").has_value());
  EXPECT_FALSE(parse_json_object(nested(kJsonObjectDepthMax + 2), "deeper").has_value());
}

TEST(JsonText, CutAnywhereIsNoObject) {
  const std::string whole = R"({"a":{"b":["c",1,true]},"d":"e"})";
  for (std::size_t length = 0; length < whole.size(); ++length) {
    EXPECT_FALSE(parse_json_object(whole.substr(0, length), "cut").has_value()) << length;
  }
}

}  // namespace
}  // namespace lambda
