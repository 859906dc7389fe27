// How fields are read and found by name, and the head of an answer, byte by byte.
#include "emulator/http/http_message.h"

#include <regex>
#include <string>

#include <gtest/gtest.h>

namespace lambda::emulator {
namespace {

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

/// The head with "DATE" for a date that has the form of RFC 9110, section 5.6.7.
std::string head(const HttpAnswer& answer, std::size_t body_bytes, bool closes) {
  static const std::regex date(
      "Date: (Mon|Tue|Wed|Thu|Fri|Sat|Sun), [0-9]{2} [A-Z][a-z]{2} "
      "20[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2} GMT\r\n");
  return std::regex_replace(http_head(answer, body_bytes, closes), date, "DATE\r\n");
}

TEST(HttpHead, NamesStatusHeadersAndLength) {
  EXPECT_EQ(head(json_answer(200, "ignored"), 12, false),
            "HTTP/1.1 200 OK\r\nDATE\r\nContent-Type: application/json\r\n"
            "Content-Length: 12\r\n\r\n");
  EXPECT_EQ(head({413, {{"A", "1"}, {"B", ""}}, ""}, 0, false),
            "HTTP/1.1 413 Request Entity Too Large\r\nDATE\r\nA: 1\r\nB: \r\n"
            "Content-Length: 0\r\n\r\n");
}

TEST(HttpHead, SaysWhenTheConnectionCloses) {
  EXPECT_EQ(head({202, {}, ""}, 0, true),
            "HTTP/1.1 202 Accepted\r\nDATE\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
}

TEST(HttpHead, HasNoLengthWhereThereIsNoBody) {
  // RFC 9110, section 8.6: no Content-Length with 204.
  EXPECT_EQ(head({204, {}, ""}, 0, false), "HTTP/1.1 204 No Content\r\nDATE\r\n\r\n");
}

}  // namespace
}  // namespace lambda::emulator
