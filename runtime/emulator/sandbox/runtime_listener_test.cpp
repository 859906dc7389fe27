// The Runtime API's port, driven by hand: connections that break are not where events go.
#include "runtime/emulator/sandbox/runtime_listener.h"

#include <poll.h>

#include <cstdlib>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "runtime/emulator/testing/raw_http.h"

namespace lambda::emulator {
namespace {

using testing::raw_request;
using testing::RawConnection;
using Phase = RuntimeSession::Phase;

class Listener : public ::testing::Test {
 protected:
  Listener() : listener_(*RuntimeListener::open()), scratch_(64 * 1024) {
    invocation_.request_id = "id";
    invocation_.payload = "\"event\"";
  }

  std::unique_ptr<RawConnection> connect() {
    const std::string address = listener_.address();
    return std::make_unique<RawConnection>(
        static_cast<std::uint16_t>(std::atoi(address.substr(address.find(':') + 1).c_str())));
  }
  std::unique_ptr<RawConnection> ask_for_work() {
    auto connection = connect();
    connection->send(raw_request("GET", "/2018-06-01/runtime/invocation/next", "", ""));
    return connection;
  }
  void advance_until(const std::function<bool()>& is_done) {
    for (int round = 0; round < 1000 && !is_done(); ++round) {
      std::vector<pollfd> polled;
      listener_.add_to(polled);
      ::poll(polled.data(), polled.size(), 50);
      listener_.advance(session_, scratch_);
    }
    ASSERT_TRUE(is_done());
  }
  void deliver() { listener_.deliver(invocation_, std::chrono::system_clock::now(), session_); }
  std::size_t connection_count() const {
    std::vector<pollfd> polled;
    listener_.add_to(polled);
    return polled.size() - 1;
  }

  RuntimeListener listener_;
  RuntimeSession session_;
  Invocation invocation_;
  std::vector<char> scratch_;
};

TEST_F(Listener, GivesTheEventToTheConnectionThatAsked) {
  const auto connection = ask_for_work();
  advance_until([&] { return session_.phase() == Phase::kWaiting; });
  deliver();
  EXPECT_EQ(connection->read_answer().value().body, "\"event\"");
}

TEST_F(Listener, ForgetsANextWhoseConnectionBroke) {
  auto connection = ask_for_work();
  advance_until([&] { return session_.phase() == Phase::kWaiting; });
  connection.reset();
  advance_until([&] { return session_.phase() == Phase::kAnswered; });
  connection = ask_for_work();
  advance_until([&] { return session_.phase() == Phase::kWaiting; });
  deliver();
  EXPECT_EQ(connection->read_answer().value().body, "\"event\"");
}

TEST_F(Listener, ClosesTheOlderOfTwoNexts) {
  const auto older = ask_for_work();
  advance_until([&] { return session_.phase() == Phase::kWaiting; });
  const auto newer = ask_for_work();
  advance_until([&] {
    pollfd closed{older->fd(), POLLIN, 0};
    return ::poll(&closed, 1, 0) == 1;
  });
  EXPECT_FALSE(older->read_answer().has_value());
  EXPECT_EQ(connection_count(), 1u);
  deliver();
  EXPECT_EQ(newer->read_answer().value().body, "\"event\"");
}

TEST_F(Listener, KeepsAnEventThatCouldNotBeWrittenWhole) {
  invocation_.payload.assign(32 * 1024 * 1024, 'x');
  auto connection = ask_for_work();
  advance_until([&] { return session_.phase() == Phase::kWaiting; });
  deliver();
  EXPECT_EQ(session_.phase(), Phase::kInvoking);
  connection.reset();
  advance_until([&] { return session_.phase() == Phase::kAnswered; });
}

TEST_F(Listener, BoundsItsConnections) {
  constexpr std::size_t kMax = 32;
  std::vector<std::unique_ptr<RawConnection>> connections;
  const auto polled = [&] {
    std::vector<pollfd> fds;
    listener_.add_to(fds);
    return fds.size();
  };
  for (std::size_t count = 1; count < kMax; ++count) {
    connections.push_back(connect());
    advance_until([&] { return polled() == count + 1; });
  }
  connections.push_back(connect());
  // As many again, but without the listening socket: who comes now waits.
  advance_until([&] { return polled() == kMax; });
  connections.push_back(connect());
  listener_.advance(session_, scratch_);
  EXPECT_EQ(polled(), kMax);
  connections.resize(10);
  advance_until([&] { return polled() <= 11; });
}

}  // namespace
}  // namespace lambda::emulator
