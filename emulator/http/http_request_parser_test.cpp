// The request parser against RFC 9112, each message cut at every length.
#include "emulator/http/http_request_parser.h"

#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

namespace lambda::emulator {
namespace {

constexpr std::string_view kFixed =
    "POST /a?b=c HTTP/1.1\r\nHost: x\r\nX-Value:  two words \r\nContent-Length: 5\r\n\r\nhello";
constexpr std::string_view kChunked =
    "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
    "5;name=value\r\nhello\r\nA \r\n, world 12\r\n0\r\nX-Trailer: t\r\nY: \r\n\r\n";
constexpr std::string_view kEmpty = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";

const std::string kPostStart = "POST / HTTP/1.1\r\nHost: x\r\n";
const std::string kChunkedHead = kPostStart + "Transfer-Encoding: chunked\r\n\r\n";

HttpLimits small_limits() {
  HttpLimits limits;
  limits.head_bytes_max = 200;
  limits.headers_max = 5;
  limits.body_bytes_max = 10;
  limits.body_bytes_read_max = 100;
  return limits;
}

/// Feeds `text` in pieces of the given size.
std::expected<HttpRequest, HttpFault> parse(std::string_view text, HttpLimits limits = {},
                                            std::size_t piece = std::string_view::npos) {
  HttpRequestParser parser(limits);
  for (std::size_t at = 0; at < text.size() && !parser.is_complete();) {
    const auto consumed = parser.feed(text.substr(at, piece));
    if (!consumed) {
      return std::unexpected(consumed.error());
    }
    at += *consumed;
  }
  if (!parser.is_complete()) {
    return std::unexpected(HttpFault{0, "incomplete"});
  }
  return parser.take();
}

TEST(HttpRequestParser, ReadsAFixedBodyInAnyCut) {
  for (std::size_t piece = 1; piece <= kFixed.size(); ++piece) {
    const auto request = parse(kFixed, {}, piece);
    ASSERT_TRUE(request.has_value()) << piece << ": " << request.error().message;
    EXPECT_EQ(request->method, "POST");
    EXPECT_EQ(request->target, "/a?b=c");
    EXPECT_EQ(*find_field(request->headers, "x-vaLUE"), "two words");
    EXPECT_EQ(request->body, "hello");
    EXPECT_EQ(request->body_bytes, 5u);
  }
}

TEST(HttpRequestParser, ReadsAChunkedBodyInAnyCut) {
  for (std::size_t piece = 1; piece <= kChunked.size(); ++piece) {
    const auto request = parse(kChunked, {}, piece);
    ASSERT_TRUE(request.has_value()) << piece << ": " << request.error().message;
    EXPECT_EQ(request->body, "hello, world 12");
    ASSERT_EQ(request->trailers.size(), 2u);
    EXPECT_EQ(*find_field(request->trailers, "x-trailer"), "t");
  }
}

TEST(HttpRequestParser, IsIncompleteAtEveryPrefix) {
  for (const std::string_view whole : {kFixed, kChunked, kEmpty}) {
    for (std::size_t size = 0; size < whole.size(); ++size) {
      const auto request = parse(whole.substr(0, size));
      ASSERT_FALSE(request.has_value()) << size;
      EXPECT_EQ(request.error().message, "incomplete") << size;
    }
  }
}

TEST(HttpRequestParser, LeavesTheNextRequestAlone) {
  const std::string two = std::string(kFixed) + std::string(kChunked);
  HttpRequestParser parser({});
  const auto first = parser.feed(two);
  ASSERT_TRUE(first.has_value());
  EXPECT_EQ(*first, kFixed.size());
  EXPECT_EQ(parser.take().body, "hello");
  EXPECT_TRUE(parser.is_idle());
  const auto second = parser.feed(std::string_view(two).substr(*first));
  ASSERT_TRUE(second.has_value());
  EXPECT_EQ(*second, kChunked.size());
  EXPECT_EQ(parser.take().body, "hello, world 12");
}

TEST(HttpRequestParser, CountsABodyThatIsTooLargeAndKeepsNoneOfIt) {
  const auto fixed = parse(kPostStart + "Content-Length: 11\r\n\r\n12345678901", small_limits(), 3);
  ASSERT_TRUE(fixed.has_value());
  EXPECT_TRUE(fixed->is_body_too_large);
  EXPECT_EQ(fixed->body_bytes, 11u);
  EXPECT_TRUE(fixed->body.empty());
  const auto chunked =
      parse(kChunkedHead + "6\r\n123456\r\n5\r\n12345\r\n0\r\n\r\n", small_limits(), 3);
  ASSERT_TRUE(chunked.has_value());
  EXPECT_TRUE(chunked->is_body_too_large);
  EXPECT_EQ(chunked->body_bytes, 11u);
}

TEST(HttpRequestParser, KeepsABodyOfExactlyTheLimit) {
  const auto request = parse(kPostStart + "Content-Length: 10\r\n\r\n1234567890", small_limits());
  ASSERT_TRUE(request.has_value());
  EXPECT_FALSE(request->is_body_too_large);
  EXPECT_EQ(request->body, "1234567890");
}

TEST(HttpRequestParser, TakesHeadersOfExactlyTheirLimits) {
  const HttpLimits limits = small_limits();
  const std::string start = "GET / HTTP/1.1\r\nHost: x\r\nA: ";
  const std::string fill(limits.head_bytes_max - start.size() - 4, 'a');
  for (const std::size_t piece : {std::size_t{1}, std::string_view::npos}) {
    EXPECT_TRUE(parse(start + fill + "\r\n\r\n", limits, piece).has_value()) << piece;
    EXPECT_EQ(parse(start + fill + "a\r\n\r\n", limits, piece).error().status, 431) << piece;
  }
  EXPECT_TRUE(
      parse("GET / HTTP/1.1\r\nHost: x\r\nA:\r\nB:\r\nC:\r\nD:\r\n\r\n", limits).has_value());
}

TEST(HttpRequestParser, CountsABodyOfExactlyWhatItReads) {
  for (const char* framed :
       {"Content-Length: 100\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n64\r\n"}) {
    HttpRequestParser parser(small_limits());
    const std::string head = kPostStart + std::string(framed);
    ASSERT_TRUE(parser.feed(head).has_value()) << framed;
    ASSERT_TRUE(parser.feed(std::string(100, 'x')).has_value()) << framed;
    if (!parser.is_complete()) {
      ASSERT_TRUE(parser.feed("\r\n0\r\n\r\n").has_value());
    }
    ASSERT_TRUE(parser.is_complete());
    EXPECT_EQ(parser.take().body_bytes, 100u);
  }
}

TEST(HttpRequestParser, ReadsHexadecimalSizesInEitherCase) {
  const std::string body(0x1F, 'x');
  for (const char* size : {"1F", "1f", "001F", "1F;name=value", "1F \t"}) {
    const auto request = parse(kPostStart + "Transfer-Encoding: Chunked\r\n\r\n" +
                               std::string(size) + "\r\n" + body + "\r\n0\r\n\r\n");
    ASSERT_TRUE(request.has_value()) << size << ": " << request.error().message;
    EXPECT_EQ(request->body, body);
  }
  const auto ten = parse(kChunkedHead + "A\r\n0123456789\r\n0\r\n\r\n");
  ASSERT_TRUE(ten.has_value());
  EXPECT_EQ(ten->body, "0123456789");
}

TEST(HttpRequestParser, BoundsTheLinesOfAChunkedBody) {
  const std::string& head = kChunkedHead;
  const std::string longest = "1;" + std::string(252, 'x') + "\r\n";  // 256 bytes with its end.
  EXPECT_TRUE(parse(head + longest + "a\r\n0\r\n\r\n").has_value());
  EXPECT_EQ(parse(head + "1" + longest + "a\r\n0\r\n\r\n").error().status, 400);
  std::string trailers;
  for (int i = 0; i < 64; ++i) {
    trailers += "T: x\r\n";
  }
  EXPECT_EQ(parse(head + "0\r\n" + trailers + "\r\n")->trailers.size(), 64u);
  EXPECT_EQ(parse(head + "0\r\n" + trailers + "T: x\r\n\r\n").error().status, 400);
  const std::string large = "T: " + std::string(1024 * 1024 - 5, 'x') + "\r\n";
  EXPECT_TRUE(parse(head + "0\r\n" + large + "\r\n").has_value());
  EXPECT_FALSE(parse(head + "0\r\nT" + large + "\r\n").has_value());
  const std::string half = "T: " + std::string(600'000, 'x') + "\r\n";
  EXPECT_EQ(parse(head + "0\r\n" + half + half + "\r\n").error().status, 400) << "together";
}

TEST(HttpRequestParser, CarriesNothingOverToTheNextRequest) {
  HttpRequestParser parser({});
  const std::string first =
      "POST /a HTTP/1.0\r\nConnection: close\r\nContent-Length: 3\r\nA: b\r\n\r\nabc";
  ASSERT_TRUE(parser.feed(first).has_value());
  EXPECT_FALSE(parser.take().is_kept_alive);
  const std::string chunked =
      "POST /b HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n"
      "Expect: 100-continue\r\n\r\n1\r\nz\r\n0\r\nT: t\r\n\r\n";
  ASSERT_TRUE(parser.feed(chunked).has_value());
  EXPECT_EQ(parser.take().trailers.size(), 1u);
  ASSERT_TRUE(parser.feed("GET /c HTTP/1.1\r\nHost: x\r\n\r\n").has_value());
  EXPECT_FALSE(parser.awaits_continue());
  const HttpRequest last = parser.take();
  EXPECT_EQ(last.target, "/c");
  EXPECT_TRUE(last.is_kept_alive);
  EXPECT_EQ(last.headers.size(), 1u);
  EXPECT_TRUE(last.trailers.empty());
  EXPECT_EQ(last.body, "");
  EXPECT_EQ(last.body_bytes, 0u);
}

struct Refused {
  std::string text;
  int status;
};

class MalformedRequest : public ::testing::TestWithParam<Refused> {};

TEST_P(MalformedRequest, IsAnsweredWithItsStatus) {
  for (const std::size_t piece : {std::size_t{1}, std::string_view::npos}) {
    const auto request = parse(GetParam().text, small_limits(), piece);
    ASSERT_FALSE(request.has_value());
    EXPECT_EQ(request.error().status, GetParam().status) << request.error().message;
  }
}

const std::string kLongLine = "GET /" + std::string(300, 'a') + " HTTP/1.1\r\nHost: x\r\n\r\n";

INSTANTIATE_TEST_SUITE_P(
    Table, MalformedRequest,
    ::testing::Values(
        Refused{"GARBAGE\r\n\r\n", 400}, Refused{"GET /\r\n\r\n", 400},
        Refused{"GET  HTTP/1.1\r\nHost: x\r\n\r\n", 400},
        Refused{"G(T / HTTP/1.1\r\nHost: x\r\n\r\n", 400},
        Refused{"GET /a b HTTP/1.1\r\nHost: x\r\n\r\n", 400},
        Refused{"GET / HTTP/2.0\r\n\r\n", 505},
        Refused{"GET / HTTP/1.1\r\nHost: x\r\nno colon\r\n\r\n", 400},
        Refused{"GET / HTTP/1.1\r\nHost: x\r\nName : v\r\n\r\n", 400},
        Refused{"GET / HTTP/1.1\r\nHost: x\r\nA: b\r\n folded\r\n\r\n", 400},
        Refused{"GET / HTTP/1.1\r\nHost: x\r\nA: \x01\r\n\r\n", 400},
        Refused{"GET / HTTP/1.1\r\nHost: x\r\nA:\r\nB:\r\nC:\r\nD:\r\nE:\r\n\r\n", 431},
        Refused{kLongLine, 431}, Refused{kPostStart + "Content-Length: x\r\n\r\n", 400},
        Refused{kPostStart + "Content-Length: -1\r\n\r\n", 400},
        Refused{kPostStart + "Content-Length: 99999999999999999999\r\n\r\n", 413},
        Refused{kPostStart + "Content-Length: 1\r\nContent-Length: 2\r\n\r\n", 400},
        Refused{kPostStart + "Content-Length: 101\r\n\r\n", 413},
        Refused{kPostStart + "Transfer-Encoding: gzip\r\n\r\n", 501},
        Refused{kPostStart + "Transfer-Encoding: chunked\r\nContent-Length: 1\r\n\r\n", 400},
        Refused{kChunkedHead + "xyz\r\n", 400}, Refused{kChunkedHead + "\r\n", 400},
        Refused{kChunkedHead + "2\r\nabc\r\n", 400}, Refused{kChunkedHead + "2\nab\r\n", 400},
        Refused{kChunkedHead + "0\r\nbad trailer\r\n\r\n", 400},
        Refused{kChunkedHead + "FFFFFFFFFFFFFFFFF\r\n", 413},
        // No chunk that can never be taken is waited for.
        Refused{kChunkedHead + "ffffffffffffffff\r\n", 413}, Refused{kChunkedHead + "65\r\n", 413},
        Refused{kChunkedHead + "-1\r\n", 400}, Refused{kChunkedHead + "0x5\r\n", 400},
        Refused{kPostStart + "Transfer-Encoding: chunked, identity\r\n\r\n", 501},
        Refused{kPostStart + "Transfer-Encoding: chunked\r\n"
                             "Transfer-Encoding: identity\r\n\r\n0\r\n\r\n",
                400},
        Refused{kPostStart + "Transfer-Encoding: chunked\r\n"
                             "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                400},
        Refused{"POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
        Refused{kPostStart + "Content-Length:\r\n\r\n", 400},
        Refused{kPostStart + "Content-Length: +1\r\n\r\n", 400},
        Refused{kPostStart + "Content-Length: 0x1\r\n\r\n", 400},
        Refused{"GET / HTTP/1.1\r\n\r\n", 400}, Refused{"GET / HTTP/1.1\r\nA: b\r\n\r\n", 400},
        Refused{"GET / HTTP/1.1\r\nHost: a\r\nhost: a\r\n\r\n", 400},
        Refused{"GET / HTTP/1.1\r\nHost: x\r\nExpect: banana\r\n\r\n", 417},
        Refused{"GET / HTTP/1.1\r\nHost: x\r\nExpect:\r\n\r\n", 417},
        Refused{"GET / HTTP/1.1\nHost: x\n\n", 400}, Refused{"GET / HTTP/1.1\n", 400},
        Refused{"GET / HTTP/1.1\r\nHost: x\nA: b\r\n\r\n", 400},
        Refused{"GET / HTTP/1.1\r\nHost: x\rA: b\r\n\r\n", 400}));

TEST(HttpRequestParser, BoundsAChunkedBodyThatNeverEnds) {
  HttpRequestParser parser(small_limits());
  ASSERT_TRUE(parser.feed(kChunkedHead).has_value());
  std::expected<std::size_t, HttpFault> fed = 0;
  for (int chunk = 0; chunk < 30 && fed; ++chunk) {
    fed = parser.feed("5\r\n12345\r\n");
  }
  ASSERT_FALSE(fed.has_value());
  EXPECT_EQ(fed.error().status, 413);
}

struct KeepAlive {
  const char* text;
  bool is_kept_alive;
};

class ConnectionHeader : public ::testing::TestWithParam<KeepAlive> {};
TEST_P(ConnectionHeader, DecidesWhetherTheConnectionStays) {
  const auto request = parse(GetParam().text);
  ASSERT_TRUE(request.has_value());
  EXPECT_EQ(request->is_kept_alive, GetParam().is_kept_alive);
}
INSTANTIATE_TEST_SUITE_P(
    Table, ConnectionHeader,
    ::testing::Values(KeepAlive{"GET / HTTP/1.1\r\nHost: x\r\n"
                                "Connection: keep-alive, close\r\n\r\n",
                                false},
                      KeepAlive{"GET / HTTP/1.1\r\nHost: x\r\nConnection: TE\r\n"
                                "Connection: close\r\n\r\n",
                                false},
                      KeepAlive{"GET / HTTP/1.1\r\nHost: x\r\n\r\n", true},
                      KeepAlive{"GET / HTTP/1.0\r\n\r\n", false},
                      KeepAlive{"GET / HTTP/1.1\r\nHost: x\r\nConnection: Close\r\n\r\n", false},
                      KeepAlive{"GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", true}));

TEST(HttpRequestParser, SaysWhenThePeerAwaitsContinue) {
  HttpRequestParser parser({});
  ASSERT_TRUE(parser.feed(kPostStart + "Expect: 100-continue\r\nContent-Length: 2\r\n\r\n"));
  EXPECT_TRUE(parser.awaits_continue());
  parser.continue_was_sent();
  EXPECT_FALSE(parser.awaits_continue());
  ASSERT_TRUE(parser.feed("ok"));
  EXPECT_EQ(parser.take().body, "ok");
}

TEST(HttpRequestParser, KnowsNoExpectationOfHttp10) {
  HttpRequestParser parser({});
  ASSERT_TRUE(parser.feed("POST / HTTP/1.0\r\nExpect: banana\r\nContent-Length: 2\r\n\r\n"));
  EXPECT_FALSE(parser.awaits_continue());
}

TEST(HttpRequestParser, SkipsEmptyLinesBeforeARequest) {
  EXPECT_TRUE(parse("\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n", {}, 1).has_value());
}

}  // namespace
}  // namespace lambda::emulator
