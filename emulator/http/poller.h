// Waits for many sockets at once, and for other threads. Source: Linux epoll(7), eventfd(2).
#pragma once

#include <sys/epoll.h>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "core/files/unique_fd.h"

namespace lambda::emulator {

/// What to wait for on a socket. A broken connection is always reported.
struct Interest {
  bool can_read = false;
  bool can_write = false;
  bool has_left = false;  // The peer closed its sending side.

  bool operator==(const Interest&) const = default;
};

/// What happened on the socket that was added with `key`.
struct Ready {
  std::uint64_t key = 0;
  bool can_read = false;
  bool can_write = false;
  bool has_left = false;  // Reported only to who is interested in it.
  bool is_broken = false;
};

/// A socket costs no more while nothing happens on it than its entry in the kernel. Serves one
/// thread but for wake(). Making one throws std::system_error, as std::thread does, when the
/// system has no descriptor left.
class Poller {
 public:
  using Time = std::chrono::steady_clock::time_point;

  Poller();

  /// `fd` stays the caller's; closing it ends the waiting for it. False when the kernel refuses.
  bool add(int fd, std::uint64_t key, Interest interest);
  void change(int fd, std::uint64_t key, Interest interest);

  /// Returns when something happened, after wake(), or at `deadline`; absent: never. The result
  /// lives until the next call, and may be empty.
  std::span<const Ready> wait(std::optional<Time> deadline);
  /// Ends the current wait() or the next one. Thread-safe.
  void wake();

  /// Readable when wait() would return at once for a socket or for wake(): for a poll() of the
  /// caller's own. Owned by this object.
  int fd() const { return epoll_.get(); }

 private:
  static constexpr std::size_t kBatch = 128;

  UniqueFd epoll_;
  UniqueFd wake_;
  std::array<epoll_event, kBatch> events_{};
  std::array<Ready, kBatch> ready_{};
};

}  // namespace lambda::emulator
