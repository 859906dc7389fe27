// One HTTP connection on the server's side, without ever waiting. Source: RFC 9112, section 9.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "core/files/unique_fd.h"
#include "emulator/http/http_message.h"
#include "emulator/http/http_request_parser.h"

namespace lambda::emulator {

/// Reads requests and writes answers as far as the socket takes them at once: one request, its
/// answer, the next request.
class HttpConnection {
 public:
  HttpConnection(UniqueFd socket, HttpLimits limits);
  HttpConnection(const HttpConnection&) = delete;
  HttpConnection& operator=(const HttpConnection&) = delete;

  enum class Stage {
    kIdle,       // Between two requests.
    kRequest,    // A request has begun and is not whole.
    kBusy,       // A request was taken and has no answer yet.
    kAnswer,     // An answer is being written.
    kLingering,  // Answered, and closed for writing; what still comes is read and forgotten.
    kClosed,
  };
  Stage stage() const;

  enum class Progress {
    kNothing,  // Wait for the socket.
    kMore,     // Read on: the socket may hold more.
    kRequest,  // take_request() has one.
    kFault,    // The request is malformed or too large: see fault(); refuse() it.
    kClosed,   // The peer is gone.
  };

  /// Of the open socket; -1 when closed.
  int fd() const { return socket_.get(); }
  bool is_busy() const { return stage() == Stage::kBusy; }
  /// Bytes were received that read_some() has not looked at: the socket will not tell.
  bool has_unread_bytes() const { return !pending_.empty() && !is_request_taken_; }

  /// Reads what there is, into `scratch` first. Reads nothing while a request has no answer.
  Progress read_some(std::span<char> scratch);
  HttpRequest take_request();
  const HttpFault& fault() const { return fault_; }
  /// The headers of a request whose body never came whole; null otherwise.
  const HttpRequest* cut_request() const;

  /// The next answer is the last.
  void close_after_answer() { closes_after_answer_ = true; }
  /// Starts an answer. `body` must live until the stage is no longer kAnswer.
  void answer(const HttpAnswer& answer, std::string_view body);
  /// The same, with the answer's own body, which is kept here.
  void answer(HttpAnswer answer);
  /// Answers whatever the peer was doing, and ends the connection behind it.
  void refuse(HttpAnswer answer);
  /// Writes what the socket takes.
  void write_some();
  void close();

 private:
  Progress feed(std::string_view bytes);
  Progress fail(HttpFault fault);
  Progress forget_input(std::span<char> scratch);
  void send_continue();
  void start_answer(const HttpAnswer& answer, std::string_view body);
  void end_answer();

  UniqueFd socket_;
  HttpRequestParser parser_;
  std::string pending_;  // Received, not yet parsed: a request sent before its turn.
  HttpFault fault_;
  std::string head_;
  std::string own_body_;
  std::string_view body_;
  std::size_t written_ = 0;
  bool is_request_taken_ = false;
  bool is_head_request_ = false;
  bool closes_after_answer_ = false;
  bool is_lingering_ = false;
};

}  // namespace lambda::emulator
