// One connection of a function's process to its Runtime API, without ever waiting.
// Source: RFC 9112, section 9.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "Poco/Net/StreamSocket.h"
#include "runtime/emulator/http/http_message.h"
#include "runtime/emulator/http/http_request_parser.h"

namespace lambda::emulator {

/// Reads requests and writes answers as far as the socket takes them at once.
class RuntimeConnection {
 public:
  RuntimeConnection(Poco::Net::StreamSocket socket, HttpLimits limits);

  enum class Progress {
    kNothing,  // Wait for the socket.
    kRequest,  // take_request() has one.
    kFault,    // What came is no HTTP, or too much of it: fault() says so; answer it.
    kClosed,   // The peer is gone, or an answer with "close" was sent.
  };

  int fd() const;
  bool wants_to_write() const { return written_ < head_.size() + body_.size(); }
  /// It has asked something that has no answer yet.
  bool is_busy() const { return is_request_taken_ || !parser_.is_idle(); }
  bool is_closed() const { return is_closed_; }

  /// Bytes were received that read_some() has not looked at: the socket will not tell.
  bool has_unread_bytes() const { return !pending_.empty() && !is_request_taken_; }

  /// Reads what there is, into `scratch` first.
  Progress read_some(std::span<char> scratch);
  HttpRequest take_request();
  const HttpFault& fault() const { return fault_; }
  /// The headers of a request whose body never came whole; null otherwise.
  const HttpRequest* cut_request() const;

  /// Starts an answer. `body` must live until wants_to_write() is false or the connection dies.
  void answer(const HttpAnswer& answer, std::string_view body);
  /// The same, with the answer's own body, which is kept here.
  void answer(HttpAnswer answer);
  /// Gives the connection up.
  void close() { is_closed_ = true; }
  /// Writes what the socket takes. The connection closes itself on an error.
  void write_some();

 private:
  Progress feed(std::string_view bytes);
  void send_continue();

  Poco::Net::StreamSocket socket_;
  HttpRequestParser parser_;
  std::string pending_;  // Received, not yet parsed: a request sent before its turn.
  HttpFault fault_;
  std::string head_;
  std::string own_body_;
  std::string_view body_;
  std::size_t written_ = 0;
  bool is_request_taken_ = false;
  bool closes_after_answer_ = false;
  bool is_closed_ = false;
};

}  // namespace lambda::emulator
