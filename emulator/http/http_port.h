// A listening socket and its connections, all in one thread that never waits for one of them.
// Source: RFC 9112, section 9.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <list>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <Poco/Net/ServerSocket.h>

#include "emulator/http/http_connection.h"
#include "emulator/http/http_message.h"
#include "emulator/http/http_request_parser.h"
#include "emulator/http/poller.h"

namespace lambda::emulator {

/// Names a connection; never used again for another of the same port.
using ConnectionId = std::uint64_t;

/// How long a connection may stay in one stage.
struct HttpTimes {
  static constexpr std::chrono::milliseconds kUnlimited = std::chrono::milliseconds::max();

  std::chrono::milliseconds idle = kUnlimited;     // Between two requests.
  std::chrono::milliseconds request = kUnlimited;  // From a request's first byte to its last.
  std::chrono::milliseconds answer = kUnlimited;   // To take an answer.
  std::chrono::milliseconds linger = kUnlimited;   // To close, after an answer that says so.
};

struct HttpPortOptions {
  HttpLimits limits;
  HttpTimes times;
  /// When there are so many, the one that has been idle longest makes way for a new one; when none
  /// is idle, the new one is told 503.
  std::size_t connections_max = 64;
  /// A peer that closes its sending side before it has its answer does not want it any more.
  bool is_half_closed_gone = false;
};

/// What a port does with its requests. Called in the thread that calls the port.
class HttpPortOwner {
 public:
  virtual ~HttpPortOwner() = default;
  /// To be answered, now or later, by HttpPort::answer().
  virtual void on_request(ConnectionId id, HttpRequest request) = 0;
  /// What to tell a peer whose request cannot be taken: malformed (4xx), too slow (408), no room
  /// (503). `cut`: the request's headers; null when they did not come.
  virtual HttpAnswer on_fault(const HttpFault& fault, const HttpRequest* cut) = 0;
  /// `cut`: the headers of a request whose body never came whole, or null. `is_unanswered`: it
  /// went with its answer unwritten, or written in part.
  virtual void on_gone(ConnectionId id, const HttpRequest* cut, bool is_unanswered) = 0;
};

/// Serves one thread but for wake(). `owner` must outlive it.
class HttpPort {
 public:
  using Time = Poller::Time;

  /// `socket` listens already. Throws std::system_error when the system has no descriptor left.
  HttpPort(Poco::Net::ServerSocket socket, const HttpPortOptions& options, HttpPortOwner& owner);

  /// "127.0.0.1:8080", as bound.
  std::string address() const { return listening_.address().toString(); }
  std::uint16_t port() const { return listening_.address().port(); }

  /// Waits for something to do, at most until `deadline`; then accepts, reads, calls the owner and
  /// writes, a bounded amount for each connection. False when there was nothing to do.
  bool advance(std::optional<Time> deadline);
  /// Ends the current advance() or the next one. Thread-safe.
  void wake() { poller_.wake(); }
  /// Readable when advance() has something to do at once.
  int fd() const { return poller_.fd(); }

  /// Answers the request of `id`. Without effect when the peer is gone.
  void answer(ConnectionId id, HttpAnswer answer);
  /// The same with a body that must live until the peer has taken it, or is gone.
  void answer(ConnectionId id, const HttpAnswer& answer, std::string_view body);
  void close(ConnectionId id);
  /// An answer to `id` was begun that the peer has not taken whole.
  bool is_answering(ConnectionId id) const;

  /// Accepts and reads no more. Who waits for an answer gets it.
  void stop();
  /// After stop(): nobody is left who waits for an answer or takes one.
  bool is_drained() const;

  /// Connections that are neither refused nor answered for good.
  std::size_t connection_count() const;

 private:
  using Stage = HttpConnection::Stage;
  static constexpr std::size_t kStages = static_cast<std::size_t>(Stage::kClosed) + 1;

  struct Entry {
    Entry(UniqueFd socket, HttpLimits limits, ConnectionId entry_id)
        : connection(std::move(socket), limits), id(entry_id) {}
    HttpConnection connection;
    ConnectionId id;
    Stage stage = Stage::kIdle;  // Which list it is in.
    Time since{};                // When it got there.
    Interest interest{.can_read = true};
    bool is_unanswered = false;  // When it was closed.
  };
  using Entries = std::list<Entry>;

  Entries& list(Stage stage) { return lists_[static_cast<std::size_t>(stage)]; }
  const Entries& list(Stage stage) const { return lists_[static_cast<std::size_t>(stage)]; }
  Entry* find(ConnectionId id);
  std::optional<std::chrono::milliseconds> limit(Stage stage) const;

  void accept_some();
  bool can_accept_after_error(int error);
  void take_in(UniqueFd socket);
  bool make_way();
  void serve(Entry& entry, const Ready& ready);
  void read(Entry& entry);
  void move(Entry& entry, Stage stage);
  void settle(Entry& entry, bool has_input);
  void answered(Entry& entry);
  void close(Entry& entry);
  Interest wanted_interest(Stage stage) const;
  std::optional<Time> next_due() const;
  void expire();
  void drop_closed();
  void watch_listening(bool is_watched);

  Poco::Net::ServerSocket listening_;
  HttpPortOptions options_;
  HttpPortOwner& owner_;
  Poller poller_;
  std::vector<char> scratch_;
  // One list for each stage, in the order in which connections got there: since all in a list
  // have the same time, the first is always the one that is due first.
  std::vector<Entries> lists_;
  std::unordered_map<ConnectionId, Entries::iterator> by_id_;
  std::vector<ConnectionId> unread_;  // Have bytes that the kernel does not know of.
  ConnectionId next_id_ = 1;
  std::optional<Time> accepts_again_;  // Set while the system has no descriptor for a newcomer.
  bool is_stopped_ = false;
};

}  // namespace lambda::emulator
