// The Runtime API's port, driven by hand: connections that break are not where events go.
#include "emulator/sandbox/runtime_listener.h"

#include <poll.h>

#include <atomic>
#include <cstdlib>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "emulator/testing/raw_http.h"

namespace lambda::emulator {
namespace {

using testing::raw_request;
using testing::RawConnection;
using Phase = RuntimeSession::Phase;

constexpr const char* kNext = "/2018-06-01/runtime/invocation/next";
constexpr const char* kResponse = "/2018-06-01/runtime/invocation/id/response";

class Listener : public ::testing::Test {
 protected:
  Listener() : listener_(*RuntimeListener::open(session_)) {
    invocation_.request_id = "id";
    invocation_.payload = "\"event\"";
  }

  std::unique_ptr<RawConnection> connect() {
    const std::string address = listener_->address();
    return std::make_unique<RawConnection>(
        static_cast<std::uint16_t>(std::atoi(address.substr(address.find(':') + 1).c_str())));
  }
  std::unique_ptr<RawConnection> ask_for_work() {
    auto connection = connect();
    connection->send(raw_request("GET", kNext, "", ""));
    return connection;
  }
  /// Whether there is something to do before `milliseconds` are over.
  bool has_work(int milliseconds) {
    pollfd polled{listener_->fd(), POLLIN, 0};
    return ::poll(&polled, 1, milliseconds) == 1;
  }
  void advance_until(const std::function<bool()>& is_done) {
    for (int round = 0; round < 10'000 && !is_done(); ++round) {
      if (has_work(10)) {
        listener_->advance();
      }
    }
    ASSERT_TRUE(is_done());
  }
  void advance_until_waiting() {
    advance_until([&] { return session_.phase() == Phase::kWaiting; });
  }
  void deliver() { listener_->deliver(invocation_, std::chrono::system_clock::now()); }
  testing::RawAnswer answer_to(RawConnection& connection) {
    advance_until([&] {
      pollfd polled{connection.fd(), POLLIN, 0};
      return ::poll(&polled, 1, 0) == 1;
    });
    return connection.read_answer().value_or(testing::RawAnswer{});
  }

  RuntimeSession session_;
  FunctionInvocation invocation_;
  std::unique_ptr<RuntimeListener> listener_;
};

TEST_F(Listener, GivesTheEventToTheConnectionThatAsked) {
  const auto connection = ask_for_work();
  advance_until_waiting();
  deliver();
  EXPECT_EQ(connection->read_answer().value().body, "\"event\"");
}

TEST_F(Listener, ForgetsANextWhoseConnectionBroke) {
  auto connection = ask_for_work();
  advance_until_waiting();
  connection.reset();
  advance_until([&] { return session_.phase() == Phase::kAnswered; });
  connection = ask_for_work();
  advance_until_waiting();
  deliver();
  EXPECT_EQ(connection->read_answer().value().body, "\"event\"");
}

TEST_F(Listener, ForgetsANextWhoseConnectionBrokeBehindMoreBytes) {
  auto connection = ask_for_work();
  advance_until_waiting();
  connection->send("more");
  connection.reset();
  advance_until([&] { return session_.phase() == Phase::kAnswered; });
}

TEST_F(Listener, RestsWhileANextIsHeldWhateverComesBehindIt) {
  const auto connection = ask_for_work();
  advance_until_waiting();
  connection->send("x");
  // Looked at once, and not before the event was written.
  if (has_work(50)) {
    listener_->advance();
  }
  EXPECT_FALSE(has_work(50));
  deliver();
  EXPECT_EQ(answer_to(*connection).body, "\"event\"");
}

TEST_F(Listener, ClosesTheOlderOfTwoNexts) {
  const auto older = ask_for_work();
  advance_until_waiting();
  const auto newer = ask_for_work();
  EXPECT_EQ(answer_to(*older).status, 0);
  EXPECT_EQ(listener_->connection_count(), 1u);
  deliver();
  EXPECT_EQ(newer->read_answer().value().body, "\"event\"");
}

TEST_F(Listener, KeepsAnEventThatCouldNotBeWrittenWhole) {
  invocation_.payload.assign(32 * 1024 * 1024, 'x');
  auto connection = ask_for_work();
  advance_until_waiting();
  deliver();
  EXPECT_EQ(session_.phase(), Phase::kInvoking);
  connection.reset();
  advance_until([&] { return session_.phase() == Phase::kAnswered; });
}

TEST_F(Listener, CutsAnEventOffThatIsAnsweredBeforeItIsWhole) {
  auto invocation = std::make_unique<FunctionInvocation>(invocation_);
  invocation->payload.assign(32 * 1024 * 1024, 'x');
  const auto connection = ask_for_work();
  advance_until_waiting();
  listener_->deliver(*invocation, std::chrono::system_clock::now());
  const auto other = connect();
  other->send(raw_request("POST", kResponse, "", "1"));
  EXPECT_EQ(answer_to(*other).status, 202);
  EXPECT_EQ(session_.take_outcome()->payload, "1");
  invocation.reset();  // As its owner does now; a sanitizer sees who still reads it.
  EXPECT_EQ(answer_to(*connection).status, 0);
  EXPECT_EQ(session_.phase(), Phase::kAnswered);
}

TEST_F(Listener, LetsAnIdleConnectionMakeWayForANewOne) {
  std::vector<std::unique_ptr<RawConnection>> idle;
  for (std::size_t count = 1; count <= 64; ++count) {
    idle.push_back(connect());
    advance_until([&] { return listener_->connection_count() == count; });
  }
  const auto connection = ask_for_work();
  advance_until_waiting();
  EXPECT_EQ(listener_->connection_count(), 64u);
  EXPECT_EQ(answer_to(*idle.front()).status, 0) << "closed";
  deliver();
  EXPECT_EQ(connection->read_answer().value().body, "\"event\"");
}

TEST_F(Listener, SaysWhyItHasNoRoom) {
  std::vector<std::unique_ptr<RawConnection>> unfinished;
  for (std::size_t count = 1; count <= 64; ++count) {
    unfinished.push_back(connect());
    unfinished.back()->send("POST");
    advance_until([&] { return listener_->connection_count() == count; });
  }
  listener_->drain();
  const auto connection = ask_for_work();
  const auto answer = answer_to(*connection);
  EXPECT_EQ(answer.status, 503);
  EXPECT_NE(answer.body.find("All connections are in use"), std::string::npos) << answer.body;
  EXPECT_EQ(session_.phase(), Phase::kInit);
}

TEST_F(Listener, TellsWhoAnswersFarTooMuch) {
  const auto connection = ask_for_work();
  advance_until_waiting();
  deliver();
  EXPECT_EQ(answer_to(*connection).body, "\"event\"");
  std::atomic<bool> is_told = false;
  std::thread function([&] {
    const std::string part(1'000'000, 'x');
    connection->send("POST " + std::string(kResponse) +
                     " HTTP/1.1\r\nHost: x\r\nContent-Length: 100000000\r\n\r\n");
    for (int i = 0; i < 100; ++i) {
      EXPECT_TRUE(connection->send(part)) << i;
    }
    const auto answer = connection->read_answer();
    EXPECT_TRUE(answer.has_value()) << "reset";
    EXPECT_EQ(answer ? answer->status : 0, 413);
    is_told = true;
  });
  advance_until([&] { return is_told.load(); });
  function.join();
  const auto outcome = session_.take_outcome();
  ASSERT_TRUE(outcome.has_value());
  EXPECT_NE(outcome->payload.find("Function.ResponseSizeTooLarge"), std::string::npos);
}

TEST_F(Listener, TakesAllThatWasSentBeforeTheEnd) {
  auto connection = ask_for_work();
  advance_until_waiting();
  deliver();
  EXPECT_EQ(answer_to(*connection).body, "\"event\"");
  // More than one turn reads, whole in the sockets' buffers, and nobody behind it.
  const std::string answer = "\"" + std::string(1'000'000, 'x') + "\"";
  std::thread function([&] {
    connection->send(raw_request("POST", kResponse, "", answer));
    connection.reset();
  });
  for (int i = 0; i < 1000 && !session_.has_outcome(); ++i) {
    if (has_work(10)) {
      listener_->drain();
    }
  }
  function.join();
  EXPECT_EQ(session_.take_outcome().value().payload, answer);
}

TEST_F(Listener, GivesNothingToAWebPage) {
  for (const char* header : {"Origin: http://evil.example\r\n", "Origin: null\r\n"}) {
    const auto connection = connect();
    connection->send(raw_request("GET", kNext, header, ""));
    EXPECT_EQ(answer_to(*connection).status, 403) << header;
    EXPECT_EQ(session_.phase(), Phase::kInit);
  }
}

}  // namespace
}  // namespace lambda::emulator
