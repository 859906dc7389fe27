// The head's grammar: what is taken, what is refused, and that no cut matters.
#include "runtime/http/response_head.h"

#include <gtest/gtest.h>

#include <string>

namespace lambda::http {
namespace {

constexpr std::string_view kHead =
    "HTTP/1.1 200 OK\r\n"
    "Lambda-Runtime-Aws-Request-Id: 8476a536\r\n"
    "Empty:\r\n"
    "Spaced: \t a b \t \r\n"
    "content-LENGTH: 12\r\n"
    "\r\n";

void expect_whole(const ResponseHeadParser& parser) {
  EXPECT_EQ(parser.status(), 200);
  ASSERT_EQ(parser.headers().size(), 4u);
  EXPECT_EQ(parser.headers()[0].name, "Lambda-Runtime-Aws-Request-Id");
  EXPECT_EQ(parser.headers()[0].value, "8476a536");
  EXPECT_EQ(parser.headers()[1].value, "");
  EXPECT_EQ(parser.headers()[2].value, "a b");
  EXPECT_EQ(parser.framing(), BodyFraming::kContentLength);
  EXPECT_EQ(parser.content_length(), 12u);
  EXPECT_TRUE(parser.is_keep_alive());
}

TEST(ResponseHead, IsParsedWhole) {
  ResponseHeadParser parser;
  const std::string with_body = std::string(kHead) + "and the body\r\n\r\n";
  const auto size = parser.feed(with_body);
  ASSERT_TRUE(size.has_value() && size->has_value());
  EXPECT_EQ(**size, kHead.size());
  expect_whole(parser);
}

TEST(ResponseHead, IsParsedHoweverItIsCut) {
  for (std::size_t cut = 0; cut < kHead.size(); ++cut) {
    ResponseHeadParser parser;
    const auto part = parser.feed(kHead.substr(0, cut));
    ASSERT_TRUE(part.has_value()) << part.error().message;
    EXPECT_FALSE(part->has_value()) << "cut at " << cut;
    const auto size = parser.feed(kHead);
    ASSERT_TRUE(size.has_value() && size->has_value()) << "cut at " << cut;
    EXPECT_EQ(**size, kHead.size());
    expect_whole(parser);
  }
}

TEST(ResponseHead, IsParsedByteByByte) {
  ResponseHeadParser parser;
  for (std::size_t end = 0; end < kHead.size(); ++end) {
    const auto part = parser.feed(kHead.substr(0, end));
    ASSERT_TRUE(part.has_value() && !part->has_value());
  }
  ASSERT_TRUE(parser.feed(kHead)->has_value());
  expect_whole(parser);
}

TEST(ResponseHead, IsForgottenByReset) {
  ResponseHeadParser parser;
  ASSERT_TRUE(parser.feed(kHead)->has_value());
  parser.reset();
  EXPECT_TRUE(parser.headers().empty());
  ASSERT_TRUE(parser.feed("HTTP/1.0 404\r\n\r\n")->has_value());
  EXPECT_EQ(parser.status(), 404);
  EXPECT_EQ(parser.framing(), BodyFraming::kUntilClose);
  EXPECT_FALSE(parser.is_keep_alive());
}

struct Framing {
  const char* head;
  BodyFraming framing;
  bool is_keep_alive;
};
class Framings : public testing::TestWithParam<Framing> {};

TEST_P(Framings, FollowFromStatusAndHeaders) {
  ResponseHeadParser parser;
  const auto size = parser.feed(GetParam().head);
  ASSERT_TRUE(size.has_value() && size->has_value());
  EXPECT_EQ(parser.framing(), GetParam().framing);
  EXPECT_EQ(parser.is_keep_alive(), GetParam().is_keep_alive);
}

INSTANTIATE_TEST_SUITE_P(
    Heads, Framings,
    testing::Values(
        Framing{"HTTP/1.1 200 OK\r\n\r\n", BodyFraming::kUntilClose, true},
        Framing{"HTTP/1.1 204\r\nContent-Length: 5\r\n\r\n", BodyFraming::kNone, true},
        Framing{"HTTP/1.1 304 \r\n\r\n", BodyFraming::kNone, true},
        Framing{"HTTP/1.1 100 Continue\r\n\r\n", BodyFraming::kNone, true},
        Framing{"HTTP/1.1 200 OK\r\ntransfer-encoding: CHUNKED\r\n\r\n", BodyFraming::kChunked, true},
        Framing{"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", BodyFraming::kContentLength, true},
        Framing{"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\n",
                BodyFraming::kContentLength, true},
        Framing{"HTTP/1.1 200 OK\r\nConnection: a, Close\r\n\r\n", BodyFraming::kUntilClose, false},
        Framing{"HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\n\r\n", BodyFraming::kUntilClose, true}));

class MalformedHead : public testing::TestWithParam<std::string> {};

TEST_P(MalformedHead, IsRefused) {
  ResponseHeadParser parser;
  const auto size = parser.feed(GetParam());
  ASSERT_FALSE(size.has_value());
  EXPECT_EQ(size.error().remedy, Remedy::kReportAndExit);
  EXPECT_EQ(size.error().type, "Runtime.MalformedHttp");
}

std::string ok_with(const std::string& lines) { return "HTTP/1.1 200 OK\r\n" + lines + "\r\n"; }

std::string many_headers() {
  std::string lines;
  for (std::size_t i = 0; i <= kHeadersMax; ++i) {
    lines += "A: b\r\n";
  }
  return lines;
}

INSTANTIATE_TEST_SUITE_P(
    Heads, MalformedHead,
    testing::Values("\n", "\r\n", "HTTP/1.1 200 OK\n", "HTTP/2.0 200 OK\r\n", "HTTP/1.2 200 OK\r\n",
                    "HTTP/1.1 20 OK\r\n", "HTTP/1.1 2000\r\n", "HTTP/1.1 -20 \r\n",
                    "HTTP/1.1  200\r\n", "HTTP/1.1 099 X\r\n", "HTTP/1.1\r\n", "http/1.1 200 OK\r\n",
                    ok_with("A b: c\r\n"), ok_with(": c\r\n"), ok_with("A\r\n"), ok_with("A : c\r\n"),
                    ok_with(" folded\r\n"), ok_with("A: b\rc\r\n"),
                    ok_with("A: " + std::string(1, '\0') + "\r\n"), ok_with("A: b\n"),
                    ok_with("Content-Length: \r\n"), ok_with("Content-Length: -1\r\n"),
                    ok_with("Content-Length: 1, 1\r\n"), ok_with("Content-Length: 1x\r\n"),
                    ok_with("Content-Length: 99999999999999999999\r\n"),
                    ok_with("Content-Length: 1\r\nContent-Length: 2\r\n"),
                    ok_with("Transfer-Encoding: gzip, chunked\r\n"),
                    ok_with("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"),
                    ok_with("Transfer-Encoding: chunked\r\nContent-Length: 1\r\n"),
                    ok_with(many_headers()), ok_with("A: " + std::string(kHeadBytesMax, 'x')),
                    std::string(kHeadBytesMax + 1, 'H')));

TEST(HeaderName, ComparesWithoutCaseAndOtherwiseExactly) {
  EXPECT_TRUE(is_header("content-TYPE", "Content-Type"));
  EXPECT_FALSE(is_header("Content-Typ", "Content-Type"));
  EXPECT_FALSE(is_header("Content_Type", "Content-Type"));
}

}  // namespace
}  // namespace lambda::http
