// JSON strings from any bytes.
#include "core/json/json_string.h"

#include <string>

#include <gtest/gtest.h>

#include "core/json/json_check.h"

namespace lambda {
namespace {

std::string quote(std::string_view text) {
  std::string json;
  append_json_string(json, text);
  return json;
}

std::string quote_ascii(std::string_view text) {
  std::string json;
  append_ascii_json_string(json, text);
  return json;
}

struct Case {
  std::string text;
  std::string json;
};
class JsonString : public testing::TestWithParam<Case> {};

TEST_P(JsonString, IsEscaped) { EXPECT_EQ(quote(GetParam().text), GetParam().json); }

INSTANTIATE_TEST_SUITE_P(
    Texts, JsonString,
    testing::Values(Case{"", "\"\""}, Case{"plain", "\"plain\""}, Case{"a\"b\\c/", R"("a\"b\\c/")"},
                    Case{"\n\r\t", R"("\n\r\t")"},
                    Case{std::string("\0\x1f\x7f", 3), R"("\u0000\u001f\u007f")"},
                    Case{"Zo\xC3\xAB \xE2\x82\xAC \xF0\x9F\x98\x80",
                         "\"Zo\xC3\xAB \xE2\x82\xAC \xF0\x9F\x98\x80\""},
                    Case{"\xEF\xBF\xBD", "\"\xEF\xBF\xBD\""}));

/// Each is one ill-formed sequence, by table 3-7 of the Unicode Standard, and its count of maximal
/// subparts.
struct IllFormed {
  std::string text;
  int replacements;
};
class IllFormedUtf8 : public testing::TestWithParam<IllFormed> {};

TEST_P(IllFormedUtf8, IsReplaced) {
  std::string expected = "\"a";
  for (int i = 0; i < GetParam().replacements; ++i) {
    expected += "\xEF\xBF\xBD";
  }
  EXPECT_EQ(quote("a" + GetParam().text + "z"), expected + "z\"");
}

INSTANTIATE_TEST_SUITE_P(
    Sequences, IllFormedUtf8,
    testing::Values(IllFormed{"\x80", 1}, IllFormed{"\xFF", 1}, IllFormed{"\xC0\xAF", 2},
                    IllFormed{"\xC1\xBF", 2}, IllFormed{"\xC3", 1}, IllFormed{"\xE0\x80\x80", 3},
                    IllFormed{"\xE2\x82", 1}, IllFormed{"\xED\xA0\x80", 3},
                    IllFormed{"\xF0\x80\x80\x80", 4}, IllFormed{"\xF0\x9F\x98", 1},
                    IllFormed{"\xF4\x90\x80\x80", 4}, IllFormed{"\xF5\x80\x80\x80", 4}));

TEST(TruncatedUtf8, DoesNotTakeTheNextCharacterWithIt) {
  EXPECT_EQ(quote("\xE2\xC3\xAB"), "\"\xEF\xBF\xBD\xC3\xAB\"");
  EXPECT_EQ(quote("\xF0\x9F\""), "\"\xEF\xBF\xBD\\\"\"");
}

TEST(AsciiJsonString, EscapesWhatIsBeyond) {
  EXPECT_EQ(quote_ascii("a\xC3\xAB"), R"("a\u00eb")");
  EXPECT_EQ(quote_ascii("\xF0\x9F\x98\x80"), R"("\ud83d\ude00")");
  EXPECT_EQ(quote_ascii("\xFF"), R"("\ufffd")");
}

TEST(AsciiJsonString, IsWholeHoweverItsTextIsCut) {
  const std::string text = "\"\\\n\xC3\xAB\xE2\x82\xAC\xF0\x9F\x98\x80";
  for (std::size_t size = 0; size <= text.size(); ++size) {
    const std::string json = quote_ascii(text.substr(0, size));
    EXPECT_TRUE(json.size() >= 2 && json.front() == '"' && json.back() == '"');
    for (const char c : json) {
      EXPECT_TRUE(c >= 0x20 && c < 0x7f);
    }
  }
}

TEST(JsonStringByItself, IsJsonForEveryPairOfBytes) {
  for (int first = 0; first < 256; ++first) {
    for (int second = 0; second < 256; ++second) {
      const std::string text = {static_cast<char>(first), static_cast<char>(second)};
      ASSERT_FALSE(find_json_fault(json_string(text)).has_value()) << first << ' ' << second;
    }
  }
}

TEST(JsonStringByItself, StandsByItself) {
  EXPECT_EQ(json_string("a\"b\\c\n\r\t\x01 é"), R"("a\"b\\c\n\r\t\u0001 é")");
  EXPECT_EQ(json_string("a\xFF"), "\"a\xEF\xBF\xBD\"");
}

}  // namespace
}  // namespace lambda
