// The connection's I/O. Poco's exceptions end here, as errors.
#include "runtime/http/connection.h"

#include <Poco/Exception.h>
#include <Poco/Net/SocketImpl.h>
#include <sys/socket.h>

#include <algorithm>
#include <exception>
#include <string>
#include <utility>

#include "runtime/http/chunked_decoder.h"

namespace lambda::http {
namespace {

constexpr std::size_t kReadBytesMin = 4 * 1024;
constexpr std::size_t kReadBytesMax = std::size_t{1} << 30;  // Poco counts bytes in an int.

std::unexpected<Error> lost(std::string message) {
  return std::unexpected(Error{
      .remedy = Remedy::kRetry, .type = "Runtime.ConnectionLost", .message = std::move(message)});
}

std::unexpected<Error> surplus() {
  return std::unexpected(Error{.remedy = Remedy::kReportAndExit,
                               .type = "Runtime.MalformedHttp",
                               .message = "bytes follow the answer that nothing was asked for"});
}

std::unexpected<Error> too_large(const ReceiveBuffer& received) {
  return std::unexpected(Error{.remedy = Remedy::kReportAndExit,
                               .type = "Runtime.BodyTooLarge",
                               .message = "the Runtime API sent a body of more than " +
                                          std::to_string(received.body_bytes_max()) + " bytes"});
}

}  // namespace

std::expected<Answer, Error> Connection::exchange(std::string_view head, std::string_view body,
                                                  ReceiveBuffer& received) {
  std::string failure;
  try {
    if (!socket_) {
      connect();
    }
    send(head, body);
  } catch (const Poco::Exception& exception) {
    failure = exception.displayText();
  }
  if (!socket_) {
    return lost("cannot connect to " + endpoint_.authority + ": " + failure);
  }
  try {
    // After a failed write too: a peer that refuses a body may answer and close before it read it
    // all.
    auto answer = receive(received);
    if (!answer || !failure.empty() || !parser_.is_keep_alive() ||
        parser_.framing() == BodyFraming::kUntilClose) {
      disconnect();
    }
    if (answer || failure.empty()) {
      return answer;
    }
  } catch (const Poco::Exception& exception) {
    disconnect();
    failure = exception.displayText();
  }
  return lost("lost the connection to " + endpoint_.authority + ": " + failure);
}

void Connection::connect() {
  peer_ = Poco::Net::SocketAddress(endpoint_.host, endpoint_.port);
  Poco::Net::StreamSocket socket;
  socket.connect(peer_);
  socket.setNoDelay(true);
  socket_.emplace(std::move(socket));
}

void Connection::send(std::string_view head, std::string_view body) {
  unsent_.resize(body.empty() ? 1 : 2);
  unsent_[0] = {.iov_base = const_cast<char*>(head.data()), .iov_len = head.size()};
  if (!body.empty()) {
    unsent_[1] = {.iov_base = const_cast<char*>(body.data()), .iov_len = body.size()};
  }
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
}

std::size_t Connection::receive_some(ReceiveBuffer& received, std::size_t bytes_max, int flags) {
  const int length = static_cast<int>(std::min({bytes_max, received.room().size(), kReadBytesMax}));
  const int count = socket_->receiveBytes(received.room().data(), length, flags);
  received.commit(static_cast<std::size_t>(count));
  return static_cast<std::size_t>(count);
}

std::expected<Answer, Error> Connection::receive(ReceiveBuffer& received) {
  const auto head_bytes = receive_head(received);
  if (!head_bytes) {
    return std::unexpected(head_bytes.error());
  }
  std::expected<void, Error> body;
  switch (parser_.framing()) {
    case BodyFraming::kNone:
      received.truncate(*head_bytes);
      break;
    case BodyFraming::kContentLength:
      body = receive_counted(received, *head_bytes);
      break;
    case BodyFraming::kChunked:
      body = receive_chunked(received, *head_bytes);
      break;
    case BodyFraming::kUntilClose:
      body = receive_until_close(received, *head_bytes);
      break;
  }
  if (!body) {
    return std::unexpected(std::move(body.error()));
  }
  return Answer{.status = parser_.status(),
                .headers = parser_.headers(),
                .body = received.filled().substr(*head_bytes)};
}

/// The size of the final answer's head; informational answers (1xx) before it are read over.
std::expected<std::size_t, Error> Connection::receive_head(ReceiveBuffer& received) {
  parser_.reset();
  received.truncate(0);
  while (true) {
    make_room(received, 0);
    if (receive_some(received, kReadBytesMax, 0) == 0) {
      return lost(endpoint_.authority + " closed the connection before it answered");
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
  const std::size_t bytes_max = kHeadBytesMax + received.body_bytes_max() + 2 * kReadBytesMin;
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
    if (receive_some(received, total - received.size(), MSG_WAITALL) == 0) {
      return lost("the Runtime API closed the connection within the body of its answer");
    }
  }
  if (received.size() > total) {
    return surplus();
  }
  return {};
}

std::expected<void, Error> Connection::receive_chunked(ReceiveBuffer& received,
                                                       std::size_t head_bytes) {
  ChunkedDecoder decoder;
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
    if (receive_some(received, kReadBytesMax, 0) == 0) {
      return lost("the Runtime API closed the connection within the body of its answer");
    }
  }
}

std::expected<void, Error> Connection::receive_until_close(ReceiveBuffer& received,
                                                           std::size_t head_bytes) {
  do {
    if (received.size() - head_bytes > received.body_bytes_max()) {
      return too_large(received);
    }
    make_room(received, head_bytes);
  } while (receive_some(received, kReadBytesMax, 0) > 0);
  return {};
}

}  // namespace lambda::http
