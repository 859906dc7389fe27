// The log on a descriptor such as standard error, whose reader may be slow or asleep.
#include "emulator/sandbox/stream_sink.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <format>
#include <system_error>

namespace lambda::emulator {
namespace {

mode_t type_of(int fd) {
  struct stat status{};
  return ::fstat(fd, &status) == 0 ? status.st_mode & S_IFMT : 0;
}

/// The same pipe or terminal once more: not to wait is a property of the opened file, which other
/// programs share with us. -1 where that cannot be.
int open_without_waiting(int fd) {
  const mode_t type = type_of(fd);
  if (type != S_IFIFO && type != S_IFCHR) {
    return -1;
  }
  return ::open(std::format("/proc/self/fd/{}", fd).c_str(),
                O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
}

}  // namespace

StreamSink::StreamSink(int fd, StreamSinkLimits limits)
    : own_(open_without_waiting(fd)),
      fd_(own_.is_open() ? own_.get() : fd),
      is_regular_file_(type_of(fd) == S_IFREG),
      limits_(limits) {}

StreamSink::~StreamSink() {
  flush();
  {
    const std::lock_guard lock(mutex_);
    is_stopping_ = true;
  }
  changed_.notify_all();
  stop_.raise();
  if (writer_.joinable()) {
    writer_.join();
  }
}

bool StreamSink::is_asleep_locked() const {
  return is_broken_ || Clock::now() - last_progress_ > limits_.patience;
}

bool StreamSink::takes_more() const {
  const std::lock_guard lock(mutex_);
  return queue_.size() < limits_.queued_bytes_max || is_asleep_locked();
}

void StreamSink::write(std::string_view lines) {
  const std::lock_guard lock(mutex_);
  if (is_broken_) {
    return;
  }
  if (queue_.empty()) {
    last_progress_ = Clock::now();  // Nothing was waiting for the reader until now.
    lines.remove_prefix(write_some(lines));
    if (lines.empty() || is_broken_) {
      return;
    }
  }
  const std::size_t bytes_max = is_asleep_locked() ? limits_.queued_bytes_max : limits_.bytes_max;
  if (queue_.size() + lines.size() > bytes_max) {
    lost_lines_ += static_cast<std::size_t>(std::ranges::count(lines, '\n'));
    return;
  }
  queue_ += lines;
  start_writer_locked();
}

/// How many of `bytes` the reader took at once.
std::size_t StreamSink::write_some(std::string_view bytes) {
  std::size_t written = 0;
  while (written < bytes.size()) {
    std::string_view part = bytes.substr(written);
    if (!own_.is_open() && !is_regular_file_) {
      // Others may have made it blocking: what a ready pipe takes without waiting is PIPE_BUF.
      pollfd writable{fd_, POLLOUT, 0};
      if (::poll(&writable, 1, 0) != 1) {
        return written;
      }
      part = part.substr(0, PIPE_BUF);
    }
    const ssize_t now = ::write(fd_, part.data(), part.size());
    if (now < 0 && errno == EINTR) {
      continue;
    }
    if (now < 0 && errno == EAGAIN) {
      return written;
    }
    if (now < 0) {
      is_broken_ = true;
      return written;
    }
    written += static_cast<std::size_t>(now);
    last_progress_ = Clock::now();
  }
  return written;
}

void StreamSink::write_queue_locked() {
  queue_.erase(0, write_some(queue_));
  if (is_broken_) {
    queue_.clear();
  }
  if (!queue_.empty() || lost_lines_ == 0) {
    return;
  }
  queue_ = std::format("{} lines of the log are lost here: nobody read them.\n", lost_lines_);
  lost_lines_ = 0;
}

void StreamSink::start_writer_locked() {
  changed_.notify_all();
  if (writer_.joinable()) {
    return;
  }
  try {
    writer_ = std::thread([this] { work(); });
  } catch (const std::system_error&) {
    // No thread left: the next write tries again.
  }
}

void StreamSink::work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [&] { return is_stopping_ || !queue_.empty(); });
    if (is_stopping_) {
      return;
    }
    lock.unlock();
    pollfd polled[2] = {{fd_, POLLOUT, 0}, {stop_.fd(), POLLIN, 0}};
    ::poll(polled, 2, -1);
    lock.lock();
    write_queue_locked();
    changed_.notify_all();
  }
}

void StreamSink::flush() {
  std::unique_lock lock(mutex_);
  while (!queue_.empty() && !is_asleep_locked()) {
    changed_.wait_until(lock, last_progress_ + limits_.patience + std::chrono::milliseconds(1));
  }
}

}  // namespace lambda::emulator
