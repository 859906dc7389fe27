// The only wait is in wait_for(), which has a deadline.
#include "runtime/crash/deadline_io.h"

#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>

namespace lambda::crash {
namespace {

constexpr std::size_t kPipeBytes = PIPE_BUF;  // A pipe that can be written to takes as many.

/// Whether the file is ready, or has failed, by then. A file that is ready now always is.
bool wait_for(int file, short events, std::int64_t end_ms) {
  pollfd polled{.fd = file, .events = events, .revents = 0};
  while (true) {
    const std::int64_t left = std::max<std::int64_t>(end_ms - monotonic_ms(), 0);
    const int ready = ::poll(&polled, 1, static_cast<int>(left));
    if (ready >= 0 || errno != EINTR) {
      return ready > 0;
    }
  }
}

bool connect_until(int connection, const sockaddr_storage& address, socklen_t address_bytes,
                   std::int64_t end_ms) {
  if (::connect(connection, reinterpret_cast<const sockaddr*>(&address), address_bytes) == 0) {
    return true;
  }
  int failure = 0;
  socklen_t failure_bytes = sizeof failure;
  return (errno == EINPROGRESS || errno == EINTR) && wait_for(connection, POLLOUT, end_ms) &&
         ::getsockopt(connection, SOL_SOCKET, SO_ERROR, &failure, &failure_bytes) == 0 &&
         failure == 0;
}

bool send_until(int connection, std::string_view request, std::int64_t end_ms) {
  while (!request.empty()) {
    const ssize_t sent = ::send(connection, request.data(), request.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno != EINTR && (errno != EAGAIN || !wait_for(connection, POLLOUT, end_ms))) {
      return false;
    }
    request.remove_prefix(sent < 0 ? 0 : static_cast<std::size_t>(sent));
  }
  return true;
}

/// As long as it lives, a pipe that nobody reads any more is an error of write(), and no SIGPIPE,
/// which would end the process before its report.
class BrokenPipesReported {
 public:
  BrokenPipesReported() {
    ::sigemptyset(&pipe_);
    ::sigaddset(&pipe_, SIGPIPE);
    ::pthread_sigmask(SIG_BLOCK, &pipe_, &before_);
  }
  ~BrokenPipesReported() {
    if (::sigismember(&before_, SIGPIPE) == 0) {
      const timespec now{};
      while (::sigtimedwait(&pipe_, nullptr, &now) < 0 && errno == EINTR) {
      }
      ::pthread_sigmask(SIG_SETMASK, &before_, nullptr);
    }
  }
  BrokenPipesReported(const BrokenPipesReported&) = delete;
  BrokenPipesReported& operator=(const BrokenPipesReported&) = delete;

 private:
  sigset_t pipe_;
  sigset_t before_;
};

}  // namespace

std::int64_t monotonic_ms() {
  timespec now{};
  ::clock_gettime(CLOCK_MONOTONIC, &now);
  return std::int64_t{now.tv_sec} * 1000 + now.tv_nsec / 1'000'000;
}

void write_until(int file, std::string_view text, std::int64_t end_ms) {
  const BrokenPipesReported reported;
  while (!text.empty() && wait_for(file, POLLOUT, end_ms)) {
    const ssize_t written = ::write(file, text.data(), std::min(text.size(), kPipeBytes));
    if (written < 0 && errno != EINTR && errno != EAGAIN) {
      return;
    }
    text.remove_prefix(written < 0 ? 0 : static_cast<std::size_t>(written));
  }
}

void post_until(const sockaddr_storage& address, socklen_t address_bytes, std::string_view request,
                std::int64_t end_ms) {
  const int connection = ::socket(address.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (connection < 0) {
    return;
  }
  if (connect_until(connection, address, address_bytes, end_ms) &&
      send_until(connection, request, end_ms) && wait_for(connection, POLLIN, end_ms)) {
    char answer[64];
    static_cast<void>(::recv(connection, answer, sizeof answer, 0));
  }
  ::close(connection);
}

}  // namespace lambda::crash
