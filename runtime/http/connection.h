// One kept-alive HTTP/1.1 connection to the Runtime API, over Poco's StreamSocket.
// Source: RFC 9112 section 9; AWS Lambda Developer Guide, "Using the Lambda runtime API" (the
// answer to `next` may take hours, so nothing here times out: Lambda ends a process that waits too
// long).
#pragma once

#include <Poco/Net/SocketAddress.h>
#include <Poco/Net/SocketDefs.h>
#include <Poco/Net/StreamSocket.h>

#include <cstddef>
#include <expected>
#include <optional>
#include <span>
#include <string_view>

#include "runtime/errors/error.h"
#include "runtime/http/endpoint.h"
#include "runtime/http/header_view.h"
#include "runtime/http/receive_buffer.h"
#include "runtime/http/response_head.h"

namespace lambda::http {

/// Borrows from the ReceiveBuffer; `headers` also from the connection, until its next exchange.
struct Answer {
  int status;
  std::span<const HeaderView> headers;
  std::string_view body;
};

/// Connects when there is something to send. Sends and receives without allocating once connected.
class Connection {
 public:
  explicit Connection(Endpoint endpoint) : endpoint_(std::move(endpoint)) { unsent_.reserve(2); }

  /// Sends head and body by one gathered write, then reads the answer, whole, into `received`,
  /// whose former contents are lost. `body` may lie in another ReceiveBuffer.
  /// Error: Runtime.ConnectionLost, kRetry, when the peer cannot be reached or goes away: the next
  /// exchange connects anew. Runtime.MalformedHttp or Runtime.BodyTooLarge, kReportAndExit.
  std::expected<Answer, Error> exchange(std::string_view head, std::string_view body,
                                        ReceiveBuffer& received);

  const Endpoint& endpoint() const { return endpoint_; }

  /// Those of the last answer; valid as they are in it.
  std::span<const HeaderView> headers() const { return parser_.headers(); }

 private:
  void connect();
  void disconnect() { socket_.reset(); }
  void send(std::string_view head, std::string_view body);
  std::expected<Answer, Error> receive(ReceiveBuffer& received);
  std::expected<std::size_t, Error> receive_head(ReceiveBuffer& received);
  std::expected<void, Error> receive_counted(ReceiveBuffer& received, std::size_t head_bytes);
  std::expected<void, Error> receive_chunked(ReceiveBuffer& received, std::size_t head_bytes);
  std::expected<void, Error> receive_until_close(ReceiveBuffer& received, std::size_t head_bytes);
  void make_room(ReceiveBuffer& received, std::size_t head_bytes);
  void reserve(ReceiveBuffer& received, std::size_t bytes, std::size_t head_bytes);
  std::size_t receive_some(ReceiveBuffer& received, std::size_t bytes_max, int flags);

  Endpoint endpoint_;
  ResponseHeadParser parser_;
  Poco::Net::SocketBufVec unsent_;  // Kept, so that sending allocates nothing.
  Poco::Net::SocketAddress peer_;
  std::optional<Poco::Net::StreamSocket> socket_;  // Absent while not connected.
};

}  // namespace lambda::http
