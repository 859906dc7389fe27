// The head's grammar: what is taken, what is refused, and that no cut matters.
#include "core/http/response_head.h"

#include <string>

#include <gtest/gtest.h>

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
        Framing{"HTTP/1.1 200 OK\r\ntransfer-encoding: CHUNKED\r\n\r\n", BodyFraming::kChunked,
                true},
        Framing{"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", BodyFraming::kContentLength, true},
        Framing{"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\n",
                BodyFraming::kContentLength, true},
        Framing{"HTTP/1.1 200 OK\r\nConnection: a, Close\r\n\r\n", BodyFraming::kUntilClose, false},
        Framing{"HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\n\r\n", BodyFraming::kUntilClose,
                true}));

class MalformedHead : public testing::TestWithParam<std::string> {};

TEST_P(MalformedHead, IsRefused) {
  ResponseHeadParser parser;
  const auto size = parser.feed(GetParam());
  ASSERT_FALSE(size.has_value());
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
    testing::Values(
        "\n", "\r\n", "HTTP/1.1 200 OK\n", "HTTP/2.0 200 OK\r\n", "HTTP/1.2 200 OK\r\n",
        "HTTP/1.1 20 OK\r\n", "HTTP/1.1 2000\r\n", "HTTP/1.1 -20 \r\n", "HTTP/1.1  200\r\n",
        "HTTP/1.1 099 X\r\n", "HTTP/1.1\r\n", "http/1.1 200 OK\r\n", ok_with("A b: c\r\n"),
        ok_with(": c\r\n"), ok_with("A\r\n"), ok_with("A : c\r\n"), ok_with(" folded\r\n"),
        ok_with("A: b\rc\r\n"), ok_with("A: " + std::string(1, '\0') + "\r\n"), ok_with("A: b\n"),
        ok_with("Content-Length: \r\n"), ok_with("Content-Length: -1\r\n"),
        ok_with("Content-Length: 1, 1\r\n"), ok_with("Content-Length: 1x\r\n"),
        ok_with("Content-Length: 99999999999999999999\r\n"),
        ok_with("Content-Length: 1\r\nContent-Length: 2\r\n"),
        ok_with("Transfer-Encoding: gzip, chunked\r\n"),
        ok_with("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"),
        ok_with("Transfer-Encoding: chunked\r\nContent-Length: 1\r\n"), ok_with(many_headers()),
        ok_with("A: " + std::string(kHeadBytesMax, 'x')), std::string(kHeadBytesMax + 1, 'H')));

bool is_taken(const std::string& head) {
  ResponseHeadParser parser;
  const auto size = parser.feed(head);
  return size.has_value() && size->has_value() && **size == head.size();
}

TEST(ResponseHead, MayBeExactlyAtItsLimits) {
  std::string lines;
  for (std::size_t i = 0; i < kHeadersMax; ++i) {
    lines += "A: b\r\n";
  }
  EXPECT_TRUE(is_taken(ok_with(lines)));
  // Of the bytes before the end of the last line, which is empty.
  const std::size_t frame_bytes = ok_with("A: \r\n").size() - 2;
  EXPECT_TRUE(is_taken(ok_with("A: " + std::string(kHeadBytesMax - frame_bytes, 'x') + "\r\n")));
  EXPECT_FALSE(
      is_taken(ok_with("A: " + std::string(kHeadBytesMax - frame_bytes + 1, 'x') + "\r\n")));
  EXPECT_TRUE(is_taken("HTTP/1.1 100\r\n\r\n"));
  EXPECT_TRUE(is_taken("HTTP/1.1 999 X\r\n\r\n"));
  ResponseHeadParser parser;
  ASSERT_TRUE(parser.feed(ok_with("Content-Length: 18446744073709551615\r\n")).has_value());
  EXPECT_EQ(parser.content_length(), 18446744073709551615u);
}

TEST(ResponseHead, SaysWhatIsWrong) {
  struct Case {
    std::string head;
    const char* part;
  };
  for (const Case& wrong :
       {Case{"SSH-2.0-OpenSSH\r\n", "HTTP/1.x status line"},
        Case{"HTTP/1.1 099\r\n", "three digits"}, Case{"HTTP/1.1 200 OK\n", "CR, LF or NUL"},
        Case{ok_with("A\r\n"), "name: value"},
        Case{ok_with(many_headers()), "more than 64 headers"},
        Case{std::string(kHeadBytesMax + 1, 'H'), "exceeds 65536 bytes"},
        Case{ok_with("Content-Length: 99999999999999999999\r\n"), "at most 18446744073709551615"},
        Case{ok_with("Content-Length: -1\r\n"), "decimal digits"},
        Case{ok_with("Content-Length: 1\r\nContent-Length: 2\r\n"), "given twice"},
        Case{ok_with("Transfer-Encoding: gzip\r\n"), "Transfer-Encoding is something else"},
        Case{ok_with("Content-Length: 1\r\nTransfer-Encoding: chunked\r\n"), "contradict"}}) {
    ResponseHeadParser parser;
    const auto size = parser.feed(wrong.head);
    ASSERT_FALSE(size.has_value()) << wrong.part;
    EXPECT_NE(size.error().message.find(wrong.part), std::string::npos) << size.error().message;
  }
}

// What a message said of its body must not be believed of the next one's.
TEST(ResponseHead, TakesNoFramingIntoTheNextMessage) {
  for (const std::string before :
       {"Content-Length: 5\r\n", "Transfer-Encoding: chunked\r\n", "Connection: close\r\n"}) {
    ResponseHeadParser parser;
    ASSERT_TRUE(parser.feed(ok_with(before))->has_value());
    parser.reset();
    ASSERT_TRUE(parser.feed("HTTP/1.1 200 OK\r\n\r\n")->has_value()) << before;
    EXPECT_EQ(parser.framing(), BodyFraming::kUntilClose) << before;
    EXPECT_EQ(parser.content_length(), 0u) << before;
    EXPECT_TRUE(parser.is_keep_alive()) << before;
  }
}

TEST(HeaderName, ComparesWithoutCaseAndOtherwiseExactly) {
  EXPECT_TRUE(is_header("content-TYPE", "Content-Type"));
  EXPECT_FALSE(is_header("Content-Typ", "Content-Type"));
  EXPECT_FALSE(is_header("Content_Type", "Content-Type"));
}

}  // namespace
}  // namespace lambda::http
