// One kept-alive HTTP/1.1 connection to the Runtime API, over Poco's StreamSocket.
// Source: RFC 9112 section 9; AWS Lambda Developer Guide, "Using the Lambda runtime API" (the
// reply to `next` may take hours; any other comes at once).
#pragma once

#include <chrono>
#include <cstddef>
#include <expected>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

#include <Poco/Net/SocketAddress.h>
#include <Poco/Net/SocketDefs.h>
#include <Poco/Net/StreamSocket.h>

#include "core/errors/error.h"
#include "core/http/header_view.h"
#include "core/http/response_head.h"
#include "runtime/connection/endpoint.h"
#include "runtime/connection/receive_buffer.h"

namespace lambda::connection {

/// How long to wait for a reply.
enum class Waiting {
  kLimited,  // The connection's own limit.
  kForever,  // Until it begins: the next event may be hours away.
};

/// The types of an exchange's errors.
inline constexpr std::string_view kConnectionLost = "Runtime.ConnectionLost";
inline constexpr std::string_view kUnreadableBody = "Runtime.UnreadableBody";
inline constexpr std::string_view kMalformedHttp = "Runtime.MalformedHttp";
inline constexpr std::string_view kBodyTooLarge = "Runtime.BodyTooLarge";

/// What the Runtime API replied. Borrows from the ReceiveBuffer; `headers` also from the
/// connection, until its next exchange.
struct Reply {
  int status;
  std::span<const http::HeaderView> headers;
  std::string_view body;
};

/// Connects when there is something to send. Sends and receives without allocating once connected.
class Connection {
 public:
  static constexpr std::chrono::seconds kWait{60};

  /// `wait`: how long the peer may take to accept the connection, to take what is sent, and to
  /// reply where the waiting is limited. Longer than 0.
  explicit Connection(Endpoint endpoint, std::chrono::milliseconds wait = kWait)
      : endpoint_(std::move(endpoint)), wait_(wait) {
    unsent_.reserve(2);
  }

  /// Sends head and body by one gathered write, then reads the whole reply into `received`, whose
  /// former contents are lost. `head` is never empty; `body` may lie in another ReceiveBuffer.
  /// Error: kConnectionLost when the peer cannot be reached, goes away or takes too long: the next
  /// exchange connects anew. kUnreadableBody when `body` lies in memory that cannot be read.
  /// kMalformedHttp or kBodyTooLarge for the reply.
  std::expected<Reply, Error> exchange(std::string_view head, std::string_view body,
                                       ReceiveBuffer& received,
                                       Waiting waiting = Waiting::kLimited);

  /// Whether the last exchange sent its whole request, so that it may have arrived.
  bool has_sent() const { return has_sent_; }

  const Endpoint& endpoint() const { return endpoint_; }

  /// Headers of the last reply; same lifetime.
  std::span<const http::HeaderView> headers() const { return parser_.headers(); }

 private:
  std::expected<void, Error> connect();
  void disconnect() { socket_.reset(); }
  int send(std::string_view head, std::string_view body);
  std::expected<Reply, Error> receive(ReceiveBuffer& received);
  std::expected<std::size_t, Error> receive_head(ReceiveBuffer& received);
  std::expected<void, Error> receive_counted(ReceiveBuffer& received, std::size_t head_bytes);
  std::expected<void, Error> receive_chunked(ReceiveBuffer& received, std::size_t head_bytes);
  std::expected<void, Error> receive_until_close(ReceiveBuffer& received, std::size_t head_bytes);
  void make_room(ReceiveBuffer& received, std::size_t head_bytes);
  void reserve(ReceiveBuffer& received, std::size_t bytes, std::size_t head_bytes);
  std::expected<void, Error> receive_some(ReceiveBuffer& received, std::size_t bytes_max,
                                          int flags);
  std::expected<std::size_t, Error> receive_up_to(ReceiveBuffer& received, std::size_t bytes_max,
                                                  int flags);
  bool is_overdue();

  Endpoint endpoint_;
  std::chrono::milliseconds wait_;
  Waiting waiting_ = Waiting::kLimited;               // Of the exchange being made,
  int reads_ = 0;                                     // as is this count,
  std::chrono::steady_clock::time_point first_read_;  // and this: when its first read was over.
  bool has_sent_ = false;
  http::ResponseHeadParser parser_;
  Poco::Net::SocketBufVec unsent_;  // Kept, so that sending allocates nothing.
  Poco::Net::SocketAddress peer_;
  std::optional<Poco::Net::StreamSocket> socket_;  // Absent while not connected.
};

}  // namespace lambda::connection
