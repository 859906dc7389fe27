// The connection's I/O. Poco's exceptions end here, as errors.
#include "runtime/connection/connection.h"

#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <string>
#include <utility>

#include <Poco/Error.h>
#include <Poco/Exception.h>
#include <Poco/Net/SocketImpl.h>
#include <Poco/Net/StreamSocketImpl.h>

#include "core/http/chunked_decoder.h"

namespace lambda::connection {
namespace {

constexpr std::size_t kReadBytesMin = 4 * 1024;
constexpr std::size_t kReadBytesMax = std::size_t{1} << 30;  // Below what any length type holds.
constexpr int kInformationalMax = 16;                        // 1xx before the answer itself.

std::unexpected<Error> lost(std::string message) {
  return failure(std::string(kConnectionLost), std::move(message));
}

std::unexpected<Error> malformed(std::string message) {
  return failure(std::string(kMalformedHttp), std::move(message));
}

std::unexpected<Error> surplus() {
  return malformed("bytes follow the answer that nothing was asked for");
}

std::unexpected<Error> unreadable() {
  return failure(std::string(kUnreadableBody),
                 "the body to be sent lies in memory that cannot be read");
}

std::unexpected<Error> too_large(const ReceiveBuffer& received) {
  return failure(std::string(kBodyTooLarge), "the Runtime API sent a body of more than " +
                                                 std::to_string(received.body_bytes_max()) +
                                                 " bytes");
}

std::string describe(int failure, std::chrono::milliseconds wait) {
  return failure == EAGAIN || failure == EINPROGRESS
             ? "nothing came of it within " + std::to_string(wait.count()) + " ms"
             : Poco::Error::getMessage(failure);
}

}  // namespace

std::expected<Reply, Error> Connection::exchange(std::string_view head, std::string_view body,
                                                 ReceiveBuffer& received, Waiting waiting) {
  has_sent_ = false;
  waiting_ = waiting;
  reads_ = 0;
  if (!socket_) {
    if (auto connected = connect(); !connected) {
      return std::unexpected(std::move(connected.error()));
    }
  }
  const int failure = send(head, body);
  has_sent_ = failure == 0;
  const bool has_peer_closed = failure == EPIPE || failure == ECONNRESET;
  if (!has_sent_ && !has_peer_closed) {
    // The peer still waits for the rest of the request, so no answer would come.
    disconnect();
    return failure == EFAULT
               ? unreadable()
               : lost("cannot send to " + endpoint_.authority + ": " + describe(failure, wait_));
  }
  // A peer that refuses a body may answer and close before it read it all.
  auto answer = receive(received);
  if (!answer || !has_sent_ || !parser_.is_keep_alive() ||
      parser_.framing() == http::BodyFraming::kUntilClose) {
    disconnect();
  }
  if (!answer && !has_sent_) {
    return lost("lost the connection to " + endpoint_.authority + ": " + describe(failure, wait_));
  }
  return answer;
}

std::expected<void, Error> Connection::connect() {
  try {
    peer_ = Poco::Net::SocketAddress(endpoint_.host, endpoint_.port);
    // Poco would open it without SOCK_CLOEXEC: programs that a handler starts would inherit it.
    const int descriptor = ::socket(peer_.af(), SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (descriptor < 0) {
      return lost("cannot open a socket: " + Poco::Error::getMessage(errno));
    }
    Poco::Net::StreamSocket socket(new Poco::Net::StreamSocketImpl(descriptor));
    const Poco::Timespan wait(std::chrono::microseconds(wait_).count());
    socket.setSendTimeout(wait);  // Of connect() too.
    socket.setReceiveTimeout(wait);
    socket.connect(peer_);
    socket.setNoDelay(true);
    socket_.emplace(std::move(socket));
    return {};
  } catch (const Poco::Exception& exception) {
    return lost("cannot connect to " + endpoint_.authority + ": " + exception.displayText());
  }
}

/// 0 when all was sent, or the system's number for what went wrong.
int Connection::send(std::string_view head, std::string_view body) {
  unsent_.resize(body.empty() ? 1 : 2);
  unsent_[0] = {.iov_base = const_cast<char*>(head.data()), .iov_len = head.size()};
  if (!body.empty()) {
    unsent_[1] = {.iov_base = const_cast<char*>(body.data()), .iov_len = body.size()};
  }
  try {
    while (!unsent_.empty()) {
      // StreamSocket's own gathered write is writev(), which raises SIGPIPE; this one takes flags,
      // and a connected TCP socket ignores the address.
      auto sent = static_cast<std::size_t>(socket_->impl()->sendTo(unsent_, peer_, MSG_NOSIGNAL));
      while (!unsent_.empty() && sent >= unsent_.front().iov_len) {
        sent -= unsent_.front().iov_len;
        unsent_.erase(unsent_.begin());
      }
      if (!unsent_.empty()) {
        unsent_.front().iov_base = static_cast<char*>(unsent_.front().iov_base) + sent;
        unsent_.front().iov_len -= sent;
      }
    }
    return 0;
  } catch (const Poco::Exception& exception) {
    return exception.code() == 0 ? EIO : exception.code();
  }
}

/// Whether an answer that arrives in pieces takes longer than the wait, each piece of which a read
/// would still wait for. The clock is read from the second piece on, so not for an answer that
/// arrives at once.
bool Connection::is_overdue() {
  ++reads_;
  if (waiting_ == Waiting::kForever || reads_ == 1) {
    return false;
  }
  const auto now = std::chrono::steady_clock::now();
  if (reads_ == 2) {
    first_read_ = now;
  }
  return now - first_read_ > wait_;
}

/// How many bytes arrived; 0 when the peer closed the connection.
std::expected<std::size_t, Error> Connection::receive_up_to(ReceiveBuffer& received,
                                                            std::size_t bytes_max, int flags) {
  const std::size_t length = std::min({bytes_max, received.room().size(), kReadBytesMax});
  if (is_overdue()) {
    return lost(endpoint_.authority + " took too long over its answer: " + describe(EAGAIN, wait_));
  }
  ssize_t count = 0;
  do {
    count = ::recv(socket_->impl()->sockfd(), received.room().data(), length, flags);
  } while (count < 0 && (errno == EINTR || (errno == EAGAIN && waiting_ == Waiting::kForever)));
  if (count < 0) {
    return lost("no answer of " + endpoint_.authority + ": " + describe(errno, wait_));
  }
  received.commit(static_cast<std::size_t>(count));
  return static_cast<std::size_t>(count);
}

/// As above; the peer must not close the connection.
std::expected<void, Error> Connection::receive_some(ReceiveBuffer& received, std::size_t bytes_max,
                                                    int flags) {
  const auto count = receive_up_to(received, bytes_max, flags);
  if (!count) {
    return std::unexpected(count.error());
  }
  if (*count == 0) {
    return lost(endpoint_.authority + " closed the connection before it had answered");
  }
  return {};
}

std::expected<Reply, Error> Connection::receive(ReceiveBuffer& received) {
  const auto head_bytes = receive_head(received);
  if (!head_bytes) {
    return std::unexpected(head_bytes.error());
  }
  std::expected<void, Error> body;
  switch (parser_.framing()) {
    case http::BodyFraming::kNone:
      received.truncate(*head_bytes);
      break;
    case http::BodyFraming::kContentLength:
      body = receive_counted(received, *head_bytes);
      break;
    case http::BodyFraming::kChunked:
      body = receive_chunked(received, *head_bytes);
      break;
    case http::BodyFraming::kUntilClose:
      body = receive_until_close(received, *head_bytes);
      break;
  }
  if (!body) {
    return std::unexpected(std::move(body.error()));
  }
  return Reply{.status = parser_.status(),
               .headers = parser_.headers(),
               .body = received.filled().substr(*head_bytes)};
}

/// The size of the final answer's head; informational answers (1xx) before it are read over.
std::expected<std::size_t, Error> Connection::receive_head(ReceiveBuffer& received) {
  parser_.reset();
  received.truncate(0);
  int informational = 0;
  while (true) {
    make_room(received, 0);
    if (auto some = receive_some(received, kReadBytesMax, 0); !some) {
      return std::unexpected(std::move(some.error()));
    }
    while (received.size() > 0) {
      auto head_bytes = parser_.feed(received.filled());
      if (!head_bytes) {
        return std::unexpected(std::move(head_bytes.error()));
      }
      if (!*head_bytes) {
        break;
      }
      if (parser_.status() >= 200) {
        return **head_bytes;
      }
      if (++informational > kInformationalMax) {
        return malformed("more than " + std::to_string(kInformationalMax) +
                         " informational answers (1xx) came before the answer itself");
      }
      received.drop_front(**head_bytes);
      parser_.reset();
    }
  }
}

/// Room for the next read. When the bytes move, the head, `head_bytes` long or still arriving, is
/// parsed again, since its views point to where it was.
void Connection::make_room(ReceiveBuffer& received, std::size_t head_bytes) {
  if (received.room().size() >= kReadBytesMin) {
    return;
  }
  const std::size_t bytes_max = http::kHeadBytesMax + received.body_bytes_max() + 2 * kReadBytesMin;
  const std::size_t wanted = std::min(received.capacity() * 2, bytes_max);
  reserve(received, std::max(wanted, received.size() + kReadBytesMin), head_bytes);
}

void Connection::reserve(ReceiveBuffer& received, std::size_t bytes, std::size_t head_bytes) {
  if (received.reserve(bytes)) {
    parser_.reset();
    static_cast<void>(parser_.feed(received.filled().substr(0, head_bytes)));
  }
}

std::expected<void, Error> Connection::receive_counted(ReceiveBuffer& received,
                                                       std::size_t head_bytes) {
  if (parser_.content_length() > received.body_bytes_max()) {
    return too_large(received);
  }
  const std::size_t total = head_bytes + static_cast<std::size_t>(parser_.content_length());
  reserve(received, total, head_bytes);
  while (received.size() < total) {
    if (auto some = receive_some(received, total - received.size(), MSG_WAITALL); !some) {
      return some;
    }
  }
  if (received.size() > total) {
    return surplus();
  }
  return {};
}

std::expected<void, Error> Connection::receive_chunked(ReceiveBuffer& received,
                                                       std::size_t head_bytes) {
  http::ChunkedDecoder decoder;
  std::size_t decoded_end = head_bytes;
  while (true) {
    const std::span<char> piece = received.filled_from(decoded_end);
    const auto progress = decoder.decode(piece);
    if (!progress) {
      return std::unexpected(progress.error());
    }
    if (progress->consumed < piece.size()) {
      return surplus();
    }
    decoded_end += progress->decoded;
    received.truncate(decoded_end);
    if (decoded_end - head_bytes > received.body_bytes_max()) {
      return too_large(received);
    }
    if (progress->is_complete) {
      return {};
    }
    make_room(received, head_bytes);
    if (auto some = receive_some(received, kReadBytesMax, 0); !some) {
      return some;
    }
  }
}

std::expected<void, Error> Connection::receive_until_close(ReceiveBuffer& received,
                                                           std::size_t head_bytes) {
  while (true) {
    if (received.size() - head_bytes > received.body_bytes_max()) {
      return too_large(received);
    }
    make_room(received, head_bytes);
    const auto count = receive_up_to(received, kReadBytesMax, 0);
    if (!count) {
      return std::unexpected(count.error());
    }
    if (*count == 0) {
      return {};
    }
  }
}

}  // namespace lambda::connection
