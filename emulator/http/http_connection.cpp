// One HTTP connection on the server's side, without ever waiting. Source: RFC 9112, section 9.
#include "emulator/http/http_connection.h"

#include <sys/socket.h>
#include <sys/uio.h>

#include <cerrno>
#include <utility>

namespace lambda::emulator {
namespace {

constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
// What one event may read and forget, so that a peer that floods holds up nobody.
constexpr int kForgottenReadsMax = 16;

}  // namespace

HttpConnection::HttpConnection(UniqueFd socket, HttpLimits limits)
    : socket_(std::move(socket)), parser_(limits) {}

HttpConnection::Stage HttpConnection::stage() const {
  if (!socket_.is_open()) {
    return Stage::kClosed;
  }
  if (is_lingering_) {
    return Stage::kLingering;
  }
  if (written_ < head_.size() + body_.size()) {
    return Stage::kAnswer;
  }
  if (is_request_taken_) {
    return Stage::kBusy;
  }
  return parser_.is_idle() && pending_.empty() ? Stage::kIdle : Stage::kRequest;
}

void HttpConnection::close() { socket_.reset(); }

HttpConnection::Progress HttpConnection::read_some(std::span<char> scratch) {
  if (!socket_.is_open()) {
    return Progress::kClosed;
  }
  if (is_lingering_) {
    return forget_input(scratch);
  }
  if (is_request_taken_) {
    return Progress::kNothing;
  }
  if (!pending_.empty()) {
    return feed(std::exchange(pending_, {}));
  }
  const ssize_t got = ::recv(fd(), scratch.data(), scratch.size(), MSG_DONTWAIT);
  if (got < 0 && (errno == EAGAIN || errno == EINTR)) {
    return Progress::kNothing;
  }
  if (got <= 0) {
    close();
    return Progress::kClosed;
  }
  const Progress progress = feed({scratch.data(), static_cast<std::size_t>(got)});
  const bool is_full = static_cast<std::size_t>(got) == scratch.size();
  return progress == Progress::kNothing && is_full ? Progress::kMore : progress;
}

HttpConnection::Progress HttpConnection::forget_input(std::span<char> scratch) {
  for (int i = 0; i < kForgottenReadsMax; ++i) {
    const ssize_t got = ::recv(fd(), scratch.data(), scratch.size(), MSG_DONTWAIT);
    if (got > 0) {
      continue;
    }
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) {
      return Progress::kNothing;
    }
    close();
    return Progress::kClosed;
  }
  return Progress::kNothing;
}

HttpConnection::Progress HttpConnection::feed(std::string_view bytes) {
  auto consumed = parser_.feed(bytes);
  if (!consumed) {
    return fail(std::move(consumed.error()));
  }
  pending_ = bytes.substr(*consumed);
  if (parser_.is_complete()) {
    return Progress::kRequest;
  }
  if (parser_.head() == nullptr || !parser_.awaits_continue()) {
    return Progress::kNothing;
  }
  // Whoever asks first whether to send a body is told so, or at once that it is too large.
  parser_.continue_was_sent();
  if (parser_.head()->is_body_too_large) {
    return fail({413, "The body is too large."});
  }
  send_continue();
  return Progress::kNothing;
}

HttpConnection::Progress HttpConnection::fail(HttpFault fault) {
  fault_ = std::move(fault);
  is_request_taken_ = true;
  return Progress::kFault;
}

void HttpConnection::send_continue() {
  // An empty socket buffer takes these few bytes whole; a peer that left is noticed by the read.
  [[maybe_unused]] const auto sent =
      ::send(fd(), kContinue.data(), kContinue.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
}

HttpRequest HttpConnection::take_request() {
  HttpRequest request = parser_.take();
  is_request_taken_ = true;
  is_head_request_ = request.method == "HEAD";
  closes_after_answer_ = !request.is_kept_alive;
  return request;
}

const HttpRequest* HttpConnection::cut_request() const {
  return parser_.is_complete() ? nullptr : parser_.head();
}

void HttpConnection::start_answer(const HttpAnswer& answer, std::string_view body) {
  head_ = http_head(answer, body.size(), closes_after_answer_);
  body_ = is_head_request_ ? std::string_view() : body;
  written_ = 0;
  write_some();
}

void HttpConnection::answer(const HttpAnswer& answer, std::string_view body) {
  start_answer(answer, body);
}

void HttpConnection::answer(HttpAnswer answer) {
  own_body_ = std::move(answer.body);
  start_answer(answer, own_body_);
}

void HttpConnection::refuse(HttpAnswer answer) {
  if (!socket_.is_open() || is_lingering_) {
    return;
  }
  is_request_taken_ = true;
  closes_after_answer_ = true;
  this->answer(std::move(answer));
}

void HttpConnection::write_some() {
  while (socket_.is_open() && written_ < head_.size() + body_.size()) {
    const std::size_t head_left = written_ < head_.size() ? head_.size() - written_ : 0;
    const std::size_t body_at = written_ < head_.size() ? 0 : written_ - head_.size();
    iovec parts[2] = {{head_.data() + (head_.size() - head_left), head_left},
                      {const_cast<char*>(body_.data()) + body_at, body_.size() - body_at}};
    msghdr message{};
    message.msg_iov = parts;
    message.msg_iovlen = 2;
    const ssize_t sent = ::sendmsg(fd(), &message, MSG_DONTWAIT | MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) {
      continue;
    }
    if (sent < 0 && errno == EAGAIN) {
      return;
    }
    if (sent < 0) {
      return close();
    }
    written_ += static_cast<std::size_t>(sent);
  }
  if (socket_.is_open() && is_request_taken_) {
    end_answer();
  }
}

void HttpConnection::end_answer() {
  head_.clear();
  body_ = {};
  std::string().swap(own_body_);
  written_ = 0;
  is_request_taken_ = false;
  is_head_request_ = false;
  if (!closes_after_answer_) {
    return;
  }
  // Closed at once, with bytes of the peer's unread, the connection would be reset, and the peer
  // might never see the answer (RFC 9112, section 9.6).
  ::shutdown(fd(), SHUT_WR);
  is_lingering_ = true;
  pending_.clear();
  static_cast<void>(parser_.take());  // What was half read is of no use any more.
}

}  // namespace lambda::emulator
