// One connection of a function's process to its Runtime API, without ever waiting.
#include "runtime/emulator/sandbox/runtime_connection.h"

#include <sys/socket.h>
#include <sys/uio.h>

#include <cerrno>
#include <utility>

#include "runtime/emulator/http/http_head.h"

namespace lambda::emulator {
namespace {

constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";

}  // namespace

RuntimeConnection::RuntimeConnection(Poco::Net::StreamSocket socket, HttpLimits limits)
    : socket_(std::move(socket)), parser_(limits) {}

int RuntimeConnection::fd() const { return socket_.impl()->sockfd(); }

RuntimeConnection::Progress RuntimeConnection::read_some(std::span<char> scratch) {
  if (is_closed_) return Progress::kClosed;
  if (is_request_taken_) {
    // No second request is read before the first is answered; but a peer that left is noticed.
    char byte = 0;
    const ssize_t seen = ::recv(fd(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    if (seen == 0 || (seen < 0 && errno != EAGAIN && errno != EINTR)) is_closed_ = true;
    return is_closed_ ? Progress::kClosed : Progress::kNothing;
  }
  if (!pending_.empty()) return feed(std::exchange(pending_, {}));
  const ssize_t got = ::recv(fd(), scratch.data(), scratch.size(), MSG_DONTWAIT);
  if (got < 0 && (errno == EAGAIN || errno == EINTR)) return Progress::kNothing;
  if (got <= 0) {
    is_closed_ = true;
    return Progress::kClosed;
  }
  return feed({scratch.data(), static_cast<std::size_t>(got)});
}

RuntimeConnection::Progress RuntimeConnection::feed(std::string_view bytes) {
  auto consumed = parser_.feed(bytes);
  if (!consumed) {
    fault_ = std::move(consumed.error());
    closes_after_answer_ = true;
    is_request_taken_ = true;
    return Progress::kFault;
  }
  pending_ = bytes.substr(*consumed);
  if (parser_.is_complete()) return Progress::kRequest;
  if (parser_.head() != nullptr && parser_.awaits_continue()) send_continue();
  return Progress::kNothing;
}

void RuntimeConnection::send_continue() {
  parser_.continue_was_sent();
  // An empty socket buffer takes these few bytes whole; a peer that left is noticed by the read.
  [[maybe_unused]] const auto sent =
      ::send(fd(), kContinue.data(), kContinue.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
}

HttpRequest RuntimeConnection::take_request() {
  HttpRequest request = parser_.take();
  is_request_taken_ = true;
  closes_after_answer_ = !request.is_kept_alive;
  return request;
}

const HttpRequest* RuntimeConnection::cut_request() const {
  return parser_.is_complete() ? nullptr : parser_.head();
}

void RuntimeConnection::answer(const HttpAnswer& answer, std::string_view body) {
  head_ = http_head(answer, body.size(), closes_after_answer_);
  body_ = body;
  written_ = 0;
  write_some();
}

void RuntimeConnection::answer(HttpAnswer answer) {
  own_body_ = std::move(answer.body);
  this->answer(answer, own_body_);
}

void RuntimeConnection::write_some() {
  while (!is_closed_ && wants_to_write()) {
    const std::size_t head_left = written_ < head_.size() ? head_.size() - written_ : 0;
    const std::size_t body_at = written_ < head_.size() ? 0 : written_ - head_.size();
    iovec parts[2] = {
        {head_.data() + (head_.size() - head_left), head_left},
        {const_cast<char*>(body_.data()) + body_at, body_.size() - body_at}};
    msghdr message{};
    message.msg_iov = parts;
    message.msg_iovlen = 2;
    const ssize_t sent = ::sendmsg(fd(), &message, MSG_DONTWAIT | MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent < 0 && errno == EAGAIN) return;
    if (sent < 0) {
      is_closed_ = true;
      return;
    }
    written_ += static_cast<std::size_t>(sent);
  }
  if (is_closed_ || !is_request_taken_) return;
  is_request_taken_ = false;
  if (closes_after_answer_) is_closed_ = true;
}

}  // namespace lambda::emulator
