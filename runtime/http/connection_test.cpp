// The connection against a real socket: every framing, every place to lose it, nothing left over.
#include "runtime/http/connection.h"

#include <gtest/gtest.h>

#include <string>

#include "runtime/http/scripted_server.h"

namespace lambda::http {
namespace {

constexpr std::size_t kInitialBytes = 1024;
constexpr std::size_t kBodyBytesMax = 4 * 1024 * 1024;
constexpr std::string_view kRequest = "GET /x HTTP/1.1\r\nHost: a\r\n\r\n";

using Ending = ScriptedExchange::Ending;
using Reading = ScriptedExchange::Reading;

std::string numbered_bytes(std::size_t count) {
  std::string bytes(count, '\0');
  for (std::size_t i = 0; i < count; ++i) {
    bytes[i] = static_cast<char>(i * 31 + i / 251);
  }
  return bytes;
}

std::string value_of(const Answer& answer, std::string_view name) {
  for (const HeaderView& header : answer.headers) {
    if (is_header(header.name, name)) {
      return std::string(header.value);
    }
  }
  return "(absent)";
}

class Bodies : public testing::TestWithParam<std::size_t> {};

TEST_P(Bodies, ArriveWholeInEachFramingOverOneConnection) {
  const std::string body = numbered_bytes(GetParam());
  ScriptedServer server({{{.answer = make_answer(200, "X-A: b\r\n", body)},
                          {.answer = make_chunked_answer(200, "X-A: b\r\n", body, 1000)},
                          {.answer = make_chunked_answer(200, "X-A: b\r\n", body, 70'000)},
                          {.answer = "HTTP/1.1 200 OK\r\nX-A: b\r\n\r\n" + body, .ending = Ending::kClose}}});
  Connection connection(server.endpoint());
  ReceiveBuffer received(kInitialBytes, kBodyBytesMax);
  for (int i = 0; i < 4; ++i) {
    const auto answer = connection.exchange(kRequest, "", received);
    ASSERT_TRUE(answer.has_value()) << answer.error().message;
    EXPECT_EQ(answer->status, 200);
    EXPECT_EQ(value_of(*answer, "x-a"), "b");
    EXPECT_TRUE(answer->body == body) << "framing " << i;
  }
  EXPECT_EQ(server.finish().size(), 4u);
}

INSTANTIATE_TEST_SUITE_P(Sizes, Bodies,
                         testing::Values(0, 1, 200, 1023, 1024, 4095, 4096, 65'536, 1'000'000,
                                         kBodyBytesMax));

TEST(Connection, SendsHeadAndBody) {
  const std::string body = numbered_bytes(3'000'000);
  const std::string head = "POST /x HTTP/1.1\r\nContent-Length: 3000000\r\n\r\n";
  ScriptedServer server({{{.answer = make_answer(202, "", "")}}});
  Connection connection(server.endpoint());
  ReceiveBuffer received(kInitialBytes, kBodyBytesMax);
  const auto answer = connection.exchange(head, body, received);
  ASSERT_TRUE(answer.has_value()) << answer.error().message;
  ASSERT_EQ(server.finish().size(), 1u);
  EXPECT_TRUE(server.finish()[0] == head + body);
}

TEST(Connection, ReadsAnAnswerThatArrivesByteByByte) {
  for (const std::string& bytes : {make_answer(200, "X-A: b\r\n", "the body"),
                                   make_chunked_answer(200, "X-A: b\r\n", "the body", 3)}) {
    ScriptedServer server({{{.answer = bytes, .bytes_per_write = 1}}});
    Connection connection(server.endpoint());
    ReceiveBuffer received(kInitialBytes, kBodyBytesMax);
    const auto answer = connection.exchange(kRequest, "", received);
    ASSERT_TRUE(answer.has_value()) << answer.error().message;
    EXPECT_EQ(answer->body, "the body");
  }
}

TEST(Connection, ReportsALossWhereverTheAnswerIsCut) {
  for (const std::string& whole : {make_answer(200, "X-A: b\r\n", "body"),
                                   make_chunked_answer(200, "", "body", 3)}) {
    for (std::size_t cut = 0; cut < whole.size(); ++cut) {
      ScriptedServer server(
          {{{.answer = whole.substr(0, cut), .ending = Ending::kClose}}, {{.answer = whole}}});
      Connection connection(server.endpoint());
      ReceiveBuffer received(kInitialBytes, kBodyBytesMax);
      const auto lost = connection.exchange(kRequest, "", received);
      ASSERT_FALSE(lost.has_value()) << "cut at " << cut;
      EXPECT_EQ(lost.error().remedy, Remedy::kRetry);
      const auto answer = connection.exchange(kRequest, "", received);
      ASSERT_TRUE(answer.has_value()) << "cut at " << cut << ": " << answer.error().message;
      EXPECT_EQ(answer->body, "body");
    }
  }
}

TEST(Connection, ReportsAResetAsALoss) {
  ScriptedServer server({{{.answer = "HTTP/1.1 200", .ending = Ending::kReset}}});
  Connection connection(server.endpoint());
  ReceiveBuffer received(kInitialBytes, kBodyBytesMax);
  const auto lost = connection.exchange(kRequest, "", received);
  ASSERT_FALSE(lost.has_value());
  EXPECT_EQ(lost.error().remedy, Remedy::kRetry);
}

TEST(Connection, ConnectsAnewAfterConnectionClose) {
  ScriptedServer server(
      {{{.answer = make_answer(200, "Connection: close\r\n", "1"), .ending = Ending::kClose}},
       {{.answer = make_answer(200, "", "2")}}});
  Connection connection(server.endpoint());
  ReceiveBuffer received(kInitialBytes, kBodyBytesMax);
  EXPECT_EQ(connection.exchange(kRequest, "", received).value().body, "1");
  EXPECT_EQ(connection.exchange(kRequest, "", received).value().body, "2");
}

TEST(Connection, ReadsTheAnswerOfAPeerThatRefusesTheBody) {
  ScriptedServer server({{{.answer = make_answer(413, "Connection: close\r\n", "too large"),
                           .reading = Reading::kHead}}});
  Connection connection(server.endpoint());
  ReceiveBuffer received(kInitialBytes, kBodyBytesMax);
  const auto answer = connection.exchange("POST /x HTTP/1.1\r\nContent-Length: 4\r\n\r\n", "body", received);
  ASSERT_TRUE(answer.has_value()) << answer.error().message;
  EXPECT_EQ(answer->status, 413);
}

TEST(Connection, ReadsOverInformationalAnswers) {
  ScriptedServer server({{{.answer = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early\r\nA: b\r\n\r\n" +
                                     make_answer(200, "", "body")}}});
  Connection connection(server.endpoint());
  ReceiveBuffer received(kInitialBytes, kBodyBytesMax);
  const auto answer = connection.exchange(kRequest, "", received);
  ASSERT_TRUE(answer.has_value()) << answer.error().message;
  EXPECT_EQ(answer->status, 200);
  EXPECT_EQ(answer->headers.size(), 1u);
}

TEST(Connection, GrowsForALongHead) {
  const std::string value(20'000, 'v');
  ScriptedServer server({{{.answer = make_answer(200, "X-A: " + value + "\r\n", "body")}}});
  Connection connection(server.endpoint());
  ReceiveBuffer received(kInitialBytes, kBodyBytesMax);
  const auto answer = connection.exchange(kRequest, "", received);
  ASSERT_TRUE(answer.has_value()) << answer.error().message;
  EXPECT_EQ(value_of(*answer, "X-A"), value);
  EXPECT_EQ(answer->body, "body");
}

class Impossible : public testing::TestWithParam<std::string> {};

TEST_P(Impossible, AnswersEndTheProcess) {
  ScriptedServer server({{{.answer = GetParam(), .ending = Ending::kClose}}});
  Connection connection(server.endpoint());
  ReceiveBuffer received(kInitialBytes, 10);
  const auto answer = connection.exchange(kRequest, "", received);
  ASSERT_FALSE(answer.has_value());
  EXPECT_EQ(answer.error().remedy, Remedy::kReportAndExit) << answer.error().message;
}

INSTANTIATE_TEST_SUITE_P(
    Answers, Impossible,
    testing::Values("SSH-2.0-OpenSSH\r\n", make_answer(200, "", std::string(11, 'x')),
                    make_chunked_answer(200, "", std::string(11, 'x'), 3),
                    "HTTP/1.1 200 OK\r\n\r\n" + std::string(11, 'x'),
                    make_answer(200, "", "body") + "more", make_chunked_answer(200, "", "a", 1) + "more",
                    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"));

TEST(Connection, SaysWhereItCannotConnect) {
  ScriptedServer server({});
  server.finish();
  Connection connection(server.endpoint());
  ReceiveBuffer received(kInitialBytes, kBodyBytesMax);
  const auto answer = connection.exchange(kRequest, "", received);
  ASSERT_FALSE(answer.has_value());
  EXPECT_EQ(answer.error().remedy, Remedy::kRetry);
  EXPECT_NE(answer.error().message.find(server.endpoint().authority), std::string::npos);
}

}  // namespace
}  // namespace lambda::http
