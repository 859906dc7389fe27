// The head of an answer, byte by byte.
#include "emulator/http/http_head.h"

#include <regex>
#include <string>

#include <gtest/gtest.h>

namespace lambda::emulator {
namespace {

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
