// One line of a header section: what is a field, and what is none.
#include "emulator/http/http_field_parser.h"

#include <string>

#include <gtest/gtest.h>

namespace lambda::emulator {
namespace {

TEST(HttpField, IsANameAndAValueWithoutTheSpacesAround) {
  for (const char* line : {"A-b:c", "A-b: c", "A-b:\tc\t", "A-b: \t c \t "}) {
    const auto field = parse_http_field(line);
    ASSERT_TRUE(field.has_value()) << line;
    EXPECT_EQ(field->name, "A-b");
    EXPECT_EQ(field->value, "c");
  }
  EXPECT_EQ(parse_http_field("A:")->value, "");
  EXPECT_EQ(parse_http_field("A: \t")->value, "");
  EXPECT_EQ(parse_http_field("A: b: c \td")->value, "b: c \td");
  EXPECT_EQ(parse_http_field("A: \x80\xff")->value, "\x80\xff");
}

TEST(HttpField, HasNoOtherName) {
  for (const char* line : {"", ":", ": a", "A", "A b: c", "A : b", " A: b", "\tA: b", "A\xc3: b"}) {
    const auto field = parse_http_field(line);
    ASSERT_FALSE(field.has_value()) << line;
    EXPECT_EQ(field.error().status, 400);
  }
}

TEST(HttpField, HasNoControlCharacterInItsValue) {
  for (int byte = 0; byte < 0x20; ++byte) {
    if (byte == '\t') {
      continue;
    }
    const auto field = parse_http_field("Name: a" + std::string(1, static_cast<char>(byte)) + "b");
    ASSERT_FALSE(field.has_value()) << byte;
    EXPECT_EQ(field.error().message, "Header Name has a control character in its value.");
  }
  EXPECT_FALSE(parse_http_field("A: \x7f").has_value());
}

TEST(HttpToken, HasTheCharactersOfRfc9110) {
  EXPECT_TRUE(is_http_token("!#$%&'*+-.^_`|~azAZ09"));
  EXPECT_FALSE(is_http_token(""));
  for (const char c : std::string("\"(),/:;<=>?@[\\]{} \t\x7f\x80")) {
    EXPECT_FALSE(is_http_token(std::string("a") + c)) << c;
  }
}

}  // namespace
}  // namespace lambda::emulator
