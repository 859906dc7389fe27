// Two threads a direction: one reads as fast as bytes come, one writes each piece when it is due.
// So pieces follow each other as they came, only later.
#include "tests/peers/delay_proxy.h"

#include <atomic>
#include <condition_variable>
#include <list>
#include <mutex>
#include <queue>
#include <string>
#include <thread>
#include <vector>

#include <Poco/Exception.h>
#include <Poco/Net/ServerSocket.h>
#include <Poco/Net/StreamSocket.h>

namespace lambda::peers {
namespace {

using Clock = std::chrono::steady_clock;
using Poco::Net::StreamSocket;

constexpr int kPieceBytes = 256 * 1024;
constexpr size_t kPiecesMax = 1024;  // In flight in one direction; then its sender waits.
const Poco::Timespan kPoll(0, 100'000);

// What is on its way in one direction.
class Line {
 public:
  void push(Clock::time_point due, std::string piece) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return pieces_.size() < kPiecesMax || is_closed_; });
    pieces_.push({due, std::move(piece)});
    changed_.notify_all();
  }

  // The next piece, when it is due; empty at the end of the stream.
  std::string pop() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return !pieces_.empty() || is_closed_; });
    if (pieces_.empty()) {
      return {};
    }
    const auto due = pieces_.front().due;
    while (Clock::now() < due && !is_closed_) {
      changed_.wait_until(lock, due);
    }
    std::string piece = std::move(pieces_.front().bytes);
    pieces_.pop();
    changed_.notify_all();
    return piece;
  }

  void close() {
    const std::lock_guard lock(mutex_);
    is_closed_ = true;
    changed_.notify_all();
  }

 private:
  struct Piece {
    Clock::time_point due;
    std::string bytes;
  };
  std::mutex mutex_;
  std::condition_variable changed_;
  std::queue<Piece> pieces_;
  bool is_closed_ = false;
};

// Reads until the stream's end, which is an empty piece, due as late as any.
void read_into(Line& line, StreamSocket from, Clock::time_point opened,
               std::chrono::milliseconds delay, const std::atomic<bool>& is_stopped) {
  std::vector<char> buffer(kPieceBytes);
  int count = 1;
  try {
    while (count > 0 && !is_stopped) {
      if (!from.poll(kPoll, Poco::Net::Socket::SELECT_READ)) {
        continue;
      }
      count = from.receiveBytes(buffer.data(), kPieceBytes);
      const auto due = std::max(Clock::now(), opened) + delay;
      line.push(due, std::string(buffer.data(), static_cast<size_t>(std::max(count, 0))));
    }
  } catch (const Poco::Exception&) {
    line.push(Clock::now() + delay, {});  // A broken connection ends like a closed one.
  }
  if (is_stopped) {
    line.close();
  }
}

void write_from(Line& line, StreamSocket to) {
  try {
    for (std::string piece = line.pop(); !piece.empty(); piece = line.pop()) {
      for (size_t done = 0; done < piece.size();) {
        done += static_cast<size_t>(
            to.sendBytes(piece.data() + done, static_cast<int>(piece.size() - done)));
      }
    }
    to.shutdownSend();
  } catch (const Poco::Exception&) {
    line.close();  // Nobody reads any more.
  }
}

}  // namespace

class DelayProxy::Relay {
 public:
  Relay(uint16_t behind, std::chrono::milliseconds round_trip)
      : behind_(behind),
        round_trip_(round_trip),
        listener_(Poco::Net::SocketAddress("127.0.0.1", 0)),
        acceptor_([this] { accept_all(); }) {}

  ~Relay() {
    is_stopped_ = true;
    acceptor_.join();
    for (Connection& connection : open_) {
      connection.there.close();
      connection.back.close();
      connection.client.close();
      connection.server.close();
      for (std::thread& thread : connection.threads) {
        thread.join();
      }
    }
  }

  uint16_t port() const { return listener_.address().port(); }

  int connections() const { return connections_; }

 private:
  struct Connection {
    StreamSocket client;
    StreamSocket server;
    Line there;
    Line back;
    std::vector<std::thread> threads;
  };

  void accept_all() {
    while (!is_stopped_) {
      if (!listener_.poll(kPoll, Poco::Net::Socket::SELECT_READ)) {
        continue;
      }
      try {
        open_.emplace_back();
        Connection& connection = open_.back();
        connection.client = listener_.acceptConnection();
        ++connections_;
        connection.server.connect(Poco::Net::SocketAddress("127.0.0.1", behind_));
        connection.client.setNoDelay(true);
        connection.server.setNoDelay(true);
        carry(connection);
      } catch (const Poco::Exception&) {
        open_.back().client.close();  // Nobody is behind: the client sees it at once.
      }
    }
  }

  void carry(Connection& connection) {
    const auto opened = Clock::now() + round_trip_;
    const auto way = round_trip_ / 2;
    connection.threads.emplace_back([this, &connection, opened, way] {
      read_into(connection.there, connection.client, opened, way, is_stopped_);
    });
    connection.threads.emplace_back([&] { write_from(connection.there, connection.server); });
    connection.threads.emplace_back([this, &connection, opened, way] {
      read_into(connection.back, connection.server, opened, way, is_stopped_);
    });
    connection.threads.emplace_back([&] { write_from(connection.back, connection.client); });
  }

  uint16_t behind_;
  std::chrono::milliseconds round_trip_;
  std::atomic<bool> is_stopped_ = false;
  std::atomic<int> connections_ = 0;
  std::list<Connection> open_;
  Poco::Net::ServerSocket listener_;
  std::thread acceptor_;  // Last: it uses the others.
};

DelayProxy::DelayProxy(uint16_t behind, std::chrono::milliseconds round_trip)
    : relay_(std::make_unique<Relay>(behind, round_trip)) {}

DelayProxy::~DelayProxy() = default;

uint16_t DelayProxy::port() const { return relay_->port(); }

int DelayProxy::connections() const { return relay_->connections(); }

}  // namespace lambda::peers
