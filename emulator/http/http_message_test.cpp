// How fields are found by name.
#include "emulator/http/http_message.h"

#include <string>

#include <gtest/gtest.h>

namespace lambda::emulator {
namespace {

TEST(FieldName, IsTheSameInAnyCase) {
  EXPECT_TRUE(is_same_name("ABCDEFGHIJKLMNOPQRSTUVWXYZ-09", "abcdefghijklmnopqrstuvwxyz-09"));
  EXPECT_TRUE(is_same_name("", ""));
  EXPECT_FALSE(is_same_name("a", ""));
  EXPECT_FALSE(is_same_name("ab", "a"));
  EXPECT_FALSE(is_same_name("@", "`"));
  EXPECT_FALSE(is_same_name("[", "{"));
  EXPECT_FALSE(is_same_name("\xc4", "\xe4"));
}

TEST(Field, IsTheFirstOfItsName) {
  const std::vector<HttpField> fields = {{"Z", "1"}, {"a", "2"}, {"A", "3"}, {"z", "4"}};
  EXPECT_EQ(*find_field(fields, "z"), "1");
  EXPECT_EQ(*find_field(fields, "A"), "2");
  EXPECT_EQ(find_field(fields, "b"), nullptr);
  EXPECT_EQ(find_field({}, "a"), nullptr);
}

TEST(JsonAnswer, SaysWhatItIs) {
  const HttpAnswer answer = json_answer(413, "{}");
  EXPECT_EQ(answer.status, 413);
  EXPECT_EQ(*find_field(answer.headers, "Content-Type"), "application/json");
  EXPECT_EQ(answer.body, "{}");
}

}  // namespace
}  // namespace lambda::emulator
