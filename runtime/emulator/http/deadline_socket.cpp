// Waits on a socket, but never beyond a moment, and never when it is time to stop.
#include "runtime/emulator/http/deadline_socket.h"

#include <poll.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include <algorithm>
#include <cerrno>

namespace lambda::emulator {

std::expected<void, SocketEnd> DeadlineSocket::wait(short events, Time deadline,
                                                    bool heeds_stop) const {
  using std::chrono::milliseconds;
  for (;;) {
    const auto left = std::chrono::ceil<milliseconds>(deadline - std::chrono::steady_clock::now());
    if (left <= milliseconds(0)) return std::unexpected(SocketEnd::kTimedOut);
    pollfd polled[2] = {{fd_, events, 0}, {heeds_stop ? stop_fd_ : -1, POLLIN, 0}};
    const int timeout = static_cast<int>(std::min(left, milliseconds(60'000)).count());
    if (::poll(polled, 2, timeout) < 0) continue;
    if (polled[0].revents != 0) return {};
    if (polled[1].revents != 0) return std::unexpected(SocketEnd::kStopped);
  }
}

std::expected<std::size_t, SocketEnd> DeadlineSocket::read(std::span<char> buffer, Time deadline) {
  for (;;) {
    const ssize_t got = ::recv(fd_, buffer.data(), buffer.size(), MSG_DONTWAIT);
    if (got > 0) return static_cast<std::size_t>(got);
    if (got == 0) return std::unexpected(SocketEnd::kClosed);
    if (errno == EINTR) continue;
    if (errno != EAGAIN) return std::unexpected(SocketEnd::kClosed);
    if (auto waited = wait(POLLIN, deadline, true); !waited) {
      return std::unexpected(waited.error());
    }
  }
}

// An answer is written also while stopping: its caller has waited for it.
std::expected<void, SocketEnd> DeadlineSocket::write(std::string_view head, std::string_view body,
                                                     Time deadline) {
  while (!head.empty() || !body.empty()) {
    iovec parts[2] = {{const_cast<char*>(head.data()), head.size()},
                      {const_cast<char*>(body.data()), body.size()}};
    msghdr message{};
    message.msg_iov = parts;
    message.msg_iovlen = 2;
    const ssize_t sent = ::sendmsg(fd_, &message, MSG_DONTWAIT | MSG_NOSIGNAL);
    if (sent >= 0) {
      const std::size_t of_head = std::min(head.size(), static_cast<std::size_t>(sent));
      head.remove_prefix(of_head);
      body.remove_prefix(static_cast<std::size_t>(sent) - of_head);
      continue;
    }
    if (errno == EINTR) continue;
    if (errno != EAGAIN) return std::unexpected(SocketEnd::kClosed);
    if (auto waited = wait(POLLOUT, deadline, false); !waited) return waited;
  }
  return {};
}

void DeadlineSocket::linger(std::span<char> scratch, Time deadline) {
  ::shutdown(fd_, SHUT_WR);
  while (read(scratch, deadline)) {
  }
}

}  // namespace lambda::emulator
