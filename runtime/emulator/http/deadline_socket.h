// Waits on a socket, but never beyond a moment, and never when it is time to stop.
// Source: POSIX poll(2), recv(2), send(2).
#pragma once

#include <chrono>
#include <cstddef>
#include <expected>
#include <span>
#include <string_view>

namespace lambda::emulator {

enum class SocketEnd { kClosed, kTimedOut, kStopped };

/// Borrows both descriptors. `stop_fd` becomes readable to end every wait.
class DeadlineSocket {
 public:
  using Time = std::chrono::steady_clock::time_point;

  DeadlineSocket(int fd, int stop_fd) : fd_(fd), stop_fd_(stop_fd) {}

  /// At least one byte.
  std::expected<std::size_t, SocketEnd> read(std::span<char> buffer, Time deadline);
  /// Both parts whole, in one call where the socket takes them.
  std::expected<void, SocketEnd> write(std::string_view head, std::string_view body, Time deadline);
  /// No more will be written; reads and forgets what still comes, so that the peer can read the
  /// answer before the connection breaks.
  void linger(std::span<char> scratch, Time deadline);

 private:
  std::expected<void, SocketEnd> wait(short events, Time deadline, bool heeds_stop) const;

  int fd_;
  int stop_fd_;
};

}  // namespace lambda::emulator
