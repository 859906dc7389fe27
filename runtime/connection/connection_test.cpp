// The connection against a real socket: every framing, every place to lose it, nothing left over.
#include "runtime/connection/connection.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "runtime/connection/scripted_server.h"

namespace lambda::connection {
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

std::string value_of(const Reply& answer, std::string_view name) {
  for (const http::HeaderView& header : answer.headers) {
    if (http::is_header(header.name, name)) {
      return std::string(header.value);
    }
  }
  return "(absent)";
}

class Bodies : public testing::TestWithParam<std::size_t> {};

TEST_P(Bodies, ArriveWholeInEachFramingOverOneConnection) {
  const std::string body = numbered_bytes(GetParam());
  ScriptedServer server(
      {{{.answer = make_answer(200, "X-A: b\r\n", body)},
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
  for (const std::string& whole :
       {make_answer(200, "X-A: b\r\n", "body"), make_chunked_answer(200, "", "body", 3)}) {
    for (std::size_t cut = 0; cut < whole.size(); ++cut) {
      ScriptedServer server(
          {{{.answer = whole.substr(0, cut), .ending = Ending::kClose}}, {{.answer = whole}}});
      Connection connection(server.endpoint());
      ReceiveBuffer received(kInitialBytes, kBodyBytesMax);
      const auto lost = connection.exchange(kRequest, "", received);
      ASSERT_FALSE(lost.has_value()) << "cut at " << cut;
      EXPECT_EQ(lost.error().type, kConnectionLost);
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
  EXPECT_EQ(lost.error().type, kConnectionLost);
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
  const auto answer =
      connection.exchange("POST /x HTTP/1.1\r\nContent-Length: 4\r\n\r\n", "body", received);
  ASSERT_TRUE(answer.has_value()) << answer.error().message;
  EXPECT_EQ(answer->status, 413);
}

// The write fails with ECONNRESET in the one case, with EPIPE in the other.
class RefusedBody : public testing::TestWithParam<Ending> {};

TEST_P(RefusedBody, LeavesTheAnswerToBeRead) {
  const std::string body =
      numbered_bytes(64 * 1024 * 1024);  // More than any socket's buffers hold.
  ScriptedServer server({{{.answer = make_answer(413, "", "too large"),
                           .reading = Reading::kHead,
                           .ending = GetParam()}},
                         {{.answer = make_answer(200, "", "next")}}});
  Connection connection(server.endpoint());
  ReceiveBuffer received(kInitialBytes, kBodyBytesMax);
  const auto answer =
      connection.exchange("POST /x HTTP/1.1\r\nContent-Length: 67108864\r\n\r\n", body, received);
  ASSERT_TRUE(answer.has_value()) << answer.error().message;
  EXPECT_EQ(answer->status, 413);
  EXPECT_FALSE(connection.has_sent());
  EXPECT_EQ(connection.exchange(kRequest, "", received).value().body, "next");
}

INSTANTIATE_TEST_SUITE_P(Endings, RefusedBody,
                         testing::Values(Ending::kClose, Ending::kFinishAndClose));

TEST(Connection, SaysWhetherTheRequestMayHaveArrived) {
  ScriptedServer server({{{.answer = make_answer(200, "", "")}, {.answer = ""}}});
  Connection connection(server.endpoint());
  ReceiveBuffer received(kInitialBytes, kBodyBytesMax);
  EXPECT_FALSE(connection.has_sent());
  EXPECT_TRUE(connection.exchange(kRequest, "", received).has_value());
  EXPECT_TRUE(connection.has_sent());
  EXPECT_FALSE(connection.exchange(kRequest, "", received).has_value());
  EXPECT_TRUE(connection.has_sent());
  server.finish();
  EXPECT_FALSE(connection.exchange(kRequest, "", received).has_value());  // Refused.
  EXPECT_FALSE(connection.has_sent());
}

TEST(Connection, GivesUpABodyThatCannotBeRead) {
  const std::size_t bytes = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
  void* const page = ::mmap(nullptr, bytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  ASSERT_NE(page, MAP_FAILED);
  ScriptedServer server({{{.answer = ""}}, {{.answer = make_answer(200, "", "next")}}});
  Connection connection(server.endpoint());
  ReceiveBuffer received(kInitialBytes, kBodyBytesMax);
  const auto begin = std::chrono::steady_clock::now();
  const auto answer =
      connection.exchange("POST /x HTTP/1.1\r\nContent-Length: 4096\r\n\r\n",
                          std::string_view(static_cast<const char*>(page), bytes), received);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(20));
  ::munmap(page, bytes);
  ASSERT_FALSE(answer.has_value());
  EXPECT_EQ(answer.error().type, kUnreadableBody);
  EXPECT_FALSE(connection.has_sent());
  EXPECT_EQ(connection.exchange(kRequest, "", received).value().body, "next");
}

/// The descriptors of this process that are connected to `port`.
std::vector<int> descriptors_to(std::uint16_t port) {
  std::vector<int> found;
  for (int descriptor = 0; descriptor < 1024; ++descriptor) {
    sockaddr_in peer{};
    socklen_t bytes = sizeof(peer);
    if (::getpeername(descriptor, reinterpret_cast<sockaddr*>(&peer), &bytes) == 0 &&
        peer.sin_family == AF_INET && ntohs(peer.sin_port) == port) {
      found.push_back(descriptor);
    }
  }
  return found;
}

TEST(Connection, IsNotInheritedByOtherPrograms) {
  ScriptedServer server({{{.answer = make_answer(200, "", "")}}});
  Connection connection(server.endpoint());
  ReceiveBuffer received(kInitialBytes, kBodyBytesMax);
  ASSERT_TRUE(connection.exchange(kRequest, "", received).has_value());
  const auto descriptors = descriptors_to(server.endpoint().port);
  ASSERT_EQ(descriptors.size(), 1u);
  EXPECT_NE(::fcntl(descriptors[0], F_GETFD) & FD_CLOEXEC, 0);
}

// Nagle's algorithm would hold back what is left of a large answer until the peer has confirmed.
TEST(Connection, SendsWithoutDelay) {
  ScriptedServer server({{{.answer = make_answer(200, "", "")}}});
  Connection connection(server.endpoint());
  ReceiveBuffer received(kInitialBytes, kBodyBytesMax);
  ASSERT_TRUE(connection.exchange(kRequest, "", received).has_value());
  const auto descriptors = descriptors_to(server.endpoint().port);
  ASSERT_EQ(descriptors.size(), 1u);
  int is_set = 0;
  socklen_t bytes = sizeof(is_set);
  ASSERT_EQ(::getsockopt(descriptors[0], IPPROTO_TCP, TCP_NODELAY, &is_set, &bytes), 0);
  EXPECT_NE(is_set, 0);
}

TEST(Connection, ReadsOverInformationalAnswers) {
  ScriptedServer server(
      {{{.answer = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early\r\nA: b\r\n\r\n" +
                   make_answer(200, "", "body")}}});
  Connection connection(server.endpoint());
  ReceiveBuffer received(kInitialBytes, kBodyBytesMax);
  const auto answer = connection.exchange(kRequest, "", received);
  ASSERT_TRUE(answer.has_value()) << answer.error().message;
  EXPECT_EQ(answer->status, 200);
  EXPECT_EQ(answer->headers.size(), 1u);
}

TEST(Connection, ReadsOverSixteenInformationalAnswersAndNoMore) {
  for (const int count : {16, 17}) {
    std::string answer;
    for (int i = 0; i < count; ++i) {
      answer += "HTTP/1.1 102 Processing\r\n\r\n";
    }
    ScriptedServer server({{{.answer = answer + make_answer(200, "", "body")}}});
    Connection connection(server.endpoint());
    ReceiveBuffer received(kInitialBytes, kBodyBytesMax);
    const auto result = connection.exchange(kRequest, "", received, Waiting::kForever);
    ASSERT_EQ(result.has_value(), count == 16);
    if (!result) {
      EXPECT_EQ(result.error().type, kMalformedHttp);
      EXPECT_NE(result.error().message.find("more than 16 informational"), std::string::npos);
    }
  }
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
  EXPECT_TRUE(answer.error().type == kMalformedHttp || answer.error().type == kBodyTooLarge)
      << answer.error().message;
}

INSTANTIATE_TEST_SUITE_P(
    Answers, Impossible,
    testing::Values("SSH-2.0-OpenSSH\r\n", make_answer(200, "", std::string(11, 'x')),
                    make_chunked_answer(200, "", std::string(11, 'x'), 3),
                    "HTTP/1.1 200 OK\r\n\r\n" + std::string(11, 'x'),
                    make_answer(200, "", "body") + "more",
                    make_chunked_answer(200, "", "a", 1) + "more",
                    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"));

TEST(Connection, SaysWhereItCannotConnect) {
  ScriptedServer server({});
  server.finish();
  Connection connection(server.endpoint());
  ReceiveBuffer received(kInitialBytes, kBodyBytesMax);
  const auto answer = connection.exchange(kRequest, "", received);
  ASSERT_FALSE(answer.has_value());
  EXPECT_EQ(answer.error().type, kConnectionLost);
  EXPECT_NE(answer.error().message.find(server.endpoint().authority), std::string::npos);
}

}  // namespace
}  // namespace lambda::connection
