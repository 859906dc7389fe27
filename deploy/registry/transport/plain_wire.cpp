// The socket never blocks: every wait is a poll, which also notices an answer that comes early.
#include "deploy/registry/transport/plain_wire.h"

#include <poll.h>
#include <sys/sendfile.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string>

#include <Poco/Exception.h>
#include <Poco/Net/StreamSocket.h>

#include "deploy/registry/transport/dial.h"

namespace lambda::registry {
namespace {

using std::chrono::milliseconds;

constexpr std::uint64_t kPieceBytes = 1u << 20;

class PlainWire final : public Wire {
 public:
  PlainWire(const Poco::Net::StreamSocket& socket, const Origin& origin, const Waits& waits)
      : socket_(socket), fd_(socket_.impl()->sockfd()), origin_(origin), waits_(waits) {
    socket_.setBlocking(false);
    socket_.setNoDelay(true);
  }

  std::expected<void, AttemptError> send(std::string_view bytes) override {
    while (!bytes.empty()) {
      const ssize_t count = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (count > 0) {
        bytes.remove_prefix(static_cast<std::size_t>(count));
      }
      if (count < 0) {
        if (auto ready = after_refusal(); !ready) {
          return ready;
        }
      }
    }
    return {};
  }

  std::expected<std::uint64_t, AttemptError> send_file(int file, std::uint64_t offset,
                                                       std::uint64_t count) override {
    if (is_ready(POLLIN, milliseconds{0})) {
      return answered_early();
    }
    while (true) {
      auto position = static_cast<off_t>(offset);
      const ssize_t sent = ::sendfile(fd_, file, &position, std::min(count, kPieceBytes));
      if (sent > 0) {
        return static_cast<std::uint64_t>(sent);
      }
      if (sent == 0) {
        return file_changed();
      }
      if (auto ready = after_refusal(); !ready) {
        return std::unexpected(std::move(ready.error()));
      }
    }
  }

  std::expected<std::size_t, AttemptError> receive(std::span<char> room,
                                                   milliseconds limit) override {
    while (true) {
      const ssize_t count = ::recv(fd_, room.data(), room.size(), 0);
      if (count >= 0) {
        return static_cast<std::size_t>(count);
      }
      if (errno == EINTR) {
        continue;
      }
      if (errno != EAGAIN && errno != EWOULDBLOCK) {
        return lost();
      }
      if (!is_ready(POLLIN, limit)) {
        return stalled(origin_, limit);
      }
    }
  }

 private:
  std::unexpected<AttemptError> lost() const {
    return connection_lost(origin_, std::strerror(errno));
  }

  std::unexpected<AttemptError> answered_early() const {
    return std::unexpected(
        AttemptError{Outlook::kPassing, std::string(kAnsweredEarly),
                     authority(origin_) + " answered before it had the whole request"});
  }

  bool is_ready(short events, milliseconds limit) const {
    pollfd waited{fd_, events, 0};
    return ::poll(&waited, 1, static_cast<int>(limit.count())) > 0;
  }

  /// After a send that sent nothing: waits until another may. An answer that is there ends it.
  std::expected<void, AttemptError> after_refusal() const {
    if (errno == EINTR) {
      return {};
    }
    if (errno != EAGAIN && errno != EWOULDBLOCK) {
      return lost();
    }
    pollfd waited{fd_, POLLIN | POLLOUT, 0};
    if (::poll(&waited, 1, static_cast<int>(waits_.stall.count())) == 0) {
      return stalled(origin_, waits_.stall);
    }
    if ((waited.revents & POLLIN) != 0) {
      return answered_early();
    }
    return {};
  }

  Poco::Net::StreamSocket socket_;
  int fd_;  // The socket's own.
  Origin origin_;
  Waits waits_;
};

}  // namespace

std::expected<std::unique_ptr<Wire>, AttemptError> connect_plain(const Origin& origin,
                                                                 const Waits& waits,
                                                                 const ProxyRules& proxies) try {
  auto socket = dial(origin, waits, proxies);
  if (!socket) {
    return std::unexpected(std::move(socket.error()));
  }
  return std::make_unique<PlainWire>(*socket, origin, waits);
} catch (const Poco::Exception& exception) {
  return connection_lost(origin, exception.displayText());
}

}  // namespace lambda::registry
