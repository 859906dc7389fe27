// How long a connection waits: for an answer, for one that drips, for one that may take forever.
#include <chrono>
#include <latch>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "runtime/connection/connection.h"
#include "runtime/connection/scripted_server.h"

namespace lambda::connection {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;
using std::chrono::seconds;
using Reading = ScriptedExchange::Reading;

constexpr milliseconds kShortWait{200};
constexpr std::string_view kRequest = "GET /x HTTP/1.1\r\nHost: a\r\n\r\n";

/// Of an exchange that is expected to fail.
struct Failure {
  Error error;
  Clock::duration took;
};

Failure failed_exchange(ScriptedServer& server, std::string_view body, Waiting waiting) {
  Connection connection(server.endpoint(), kShortWait);
  ReceiveBuffer received(1024, 1024);
  const auto begin = Clock::now();
  const auto answer = connection.exchange(kRequest, body, received, waiting);
  const auto took = Clock::now() - begin;
  EXPECT_FALSE(answer.has_value());
  return {.error = answer ? Error() : answer.error(), .took = took};
}

TEST(ConnectionTime, IsAMinuteUnlessOtherwiseSaid) { EXPECT_EQ(Connection::kWait, seconds(60)); }

TEST(ConnectionTime, EndsWhereNoAnswerComes) {
  ScriptedServer server({{{.answer = ""}, {.answer = ""}}});
  const Failure failure = failed_exchange(server, "", Waiting::kLimited);
  EXPECT_EQ(failure.error.type, kConnectionLost);
  EXPECT_NE(failure.error.message.find("within 200 ms"), std::string::npos)
      << failure.error.message;
  EXPECT_GE(failure.took, kShortWait);
  EXPECT_LT(failure.took, seconds(10));
}

TEST(ConnectionTime, EndsWhereAnAnswerIsBegunAlone) {
  for (const std::string& begun :
       {std::string("HTTP/1.1 2"), std::string("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nb"),
        std::string("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nb"),
        std::string("HTTP/1.1 200 OK\r\n\r\nbody")}) {
    ScriptedServer server({{{.answer = begun}, {.answer = ""}}});
    const Failure failure = failed_exchange(server, "", Waiting::kLimited);
    EXPECT_EQ(failure.error.type, kConnectionLost) << begun;
    EXPECT_LT(failure.took, seconds(10)) << begun;
  }
}

// Each byte comes in time for a read; all of them would take half a minute.
TEST(ConnectionTime, EndsWhereAnAnswerDrips) {
  std::vector<ScriptedExchange> drops{{.answer = "HTTP/1.1 200 OK\r\nA: "}};
  for (int i = 0; i < 500; ++i) {
    drops.push_back({.answer = "b", .reading = Reading::kNothing, .before_answer = [] {
                       std::this_thread::sleep_for(milliseconds(60));
                     }});
  }
  ScriptedServer server({drops});
  const Failure failure = failed_exchange(server, "", Waiting::kLimited);
  EXPECT_EQ(failure.error.type, kConnectionLost);
  EXPECT_NE(failure.error.message.find("took too long"), std::string::npos)
      << failure.error.message;
  EXPECT_LT(failure.took, seconds(10));
}

// More than any socket's buffers hold, to a peer that reads nothing.
TEST(ConnectionTime, EndsWhereNothingIsRead) {
  const std::string body(64 * 1024 * 1024, 'b');
  std::latch done(1);
  ScriptedServer server(
      {{{.answer = "", .reading = Reading::kHead, .before_answer = [&] { done.wait(); }}}});
  const Failure failure = failed_exchange(server, body, Waiting::kLimited);
  done.count_down();
  EXPECT_EQ(failure.error.type, kConnectionLost);
  EXPECT_NE(failure.error.message.find("cannot send"), std::string::npos) << failure.error.message;
  EXPECT_LT(failure.took, seconds(10));
}

TEST(ConnectionTime, HasNoEndWhereTheAnswerMayTakeForever) {
  const auto slow = [] { std::this_thread::sleep_for(3 * kShortWait); };
  ScriptedServer server({{{.answer = "HTTP/1.1 200 OK\r\n", .before_answer = slow},
                          {.answer = "Content-Length: 4\r\n\r\nbo",
                           .reading = Reading::kNothing,
                           .before_answer = slow},
                          {.answer = "dy", .reading = Reading::kNothing, .before_answer = slow}}});
  Connection connection(server.endpoint(), kShortWait);
  ReceiveBuffer received(1024, 1024);
  const auto answer = connection.exchange(kRequest, "", received, Waiting::kForever);
  ASSERT_TRUE(answer.has_value()) << answer.error().message;
  EXPECT_EQ(answer->body, "body");
}

// What one exchange took is not counted to the next one's.
TEST(ConnectionTime, BeginsAnewWithEachExchange) {
  const std::string begun = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbo";
  constexpr milliseconds kWait{1500};
  const auto slow = [] { std::this_thread::sleep_for(milliseconds(900)); };
  std::vector<ScriptedExchange> exchanges;
  for (int i = 0; i < 3; ++i) {
    exchanges.push_back({.answer = begun});
    exchanges.push_back({.answer = "dy", .reading = Reading::kNothing, .before_answer = slow});
  }
  ScriptedServer server({exchanges});
  Connection connection(server.endpoint(), kWait);
  ReceiveBuffer received(1024, 1024);
  for (int i = 0; i < 3; ++i) {
    const auto answer = connection.exchange(kRequest, "", received);
    ASSERT_TRUE(answer.has_value()) << i << ": " << answer.error().message;
    EXPECT_EQ(answer->body, "body");
  }
}

}  // namespace
}  // namespace lambda::connection
