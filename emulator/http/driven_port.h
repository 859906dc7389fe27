// A port that a test drives by hand, in its own thread.
#pragma once

#include <poll.h>

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "emulator/http/http_port.h"
#include "emulator/testing/raw_http.h"

namespace lambda::emulator::testing {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

inline std::string post(std::string_view body) { return raw_request("POST", "/", "", body); }

/// Echoes requests at once, or keeps them.
class RecordingOwner : public HttpPortOwner {
 public:
  struct Gone {
    ConnectionId id = 0;
    bool was_cut = false;
    bool is_unanswered = false;
  };

  void on_request(ConnectionId id, HttpRequest request) override {
    ids.push_back(id);
    if (!holds) {
      return port->answer(id, json_answer(200, std::move(request.body)));
    }
    held.emplace_back(id, std::move(request));
  }
  HttpAnswer on_fault(const HttpFault& fault, const HttpRequest* /*cut*/) override {
    return json_answer(fault.status, fault.message);
  }
  void on_gone(ConnectionId id, const HttpRequest* cut, bool is_unanswered) override {
    gone.push_back({id, cut != nullptr, is_unanswered});
  }

  HttpPort* port = nullptr;
  bool holds = false;
  std::vector<ConnectionId> ids;
  std::vector<std::pair<ConnectionId, HttpRequest>> held;
  std::vector<Gone> gone;
};

class DrivenPort : public ::testing::Test {
 protected:
  void open(const HttpPortOptions& options) {
    Poco::Net::ServerSocket socket;
    socket.bind(Poco::Net::SocketAddress("127.0.0.1", 0), false, false);
    socket.listen(64);
    port_ = std::make_unique<HttpPort>(std::move(socket), options, owner_);
    owner_.port = port_.get();
  }
  std::unique_ptr<RawConnection> connect() {
    return std::make_unique<RawConnection>(port_->port());
  }
  /// Connects and is accepted.
  std::unique_ptr<RawConnection> join() {
    const std::size_t count = port_->connection_count();
    auto connection = connect();
    advance_until([&] { return port_->connection_count() > count; });
    return connection;
  }
  void advance_until(const std::function<bool()>& is_done) {
    const auto deadline = steady_clock::now() + std::chrono::seconds(60);
    while (!is_done() && steady_clock::now() < deadline) {
      port_->advance(steady_clock::now() + milliseconds(10));
    }
    ASSERT_TRUE(is_done());
  }
  void advance_until_held(std::size_t count) {
    advance_until([&] { return owner_.held.size() == count; });
  }
  /// How often the port had something to do, where nothing happens.
  int turns_within(milliseconds time) {
    int turns = 0;
    for (const auto end = steady_clock::now() + time; steady_clock::now() < end;) {
      if (port_->advance(end)) {
        ++turns;
      }
    }
    return turns;
  }
  static bool has_input(const RawConnection& connection) {
    pollfd polled{connection.fd(), POLLIN, 0};
    return ::poll(&polled, 1, 0) == 1;
  }
  RawAnswer answer_to(RawConnection& connection) {
    advance_until([&] { return has_input(connection); });
    return connection.read_answer().value_or(RawAnswer{});
  }
  void expect_closed(RawConnection& connection) {
    advance_until([&] { return has_input(connection); });
    EXPECT_FALSE(connection.read_answer().has_value());
  }

  RecordingOwner owner_;
  std::unique_ptr<HttpPort> port_;
};

}  // namespace lambda::emulator::testing
