// Where the emulator's lines and the function's own output go.
#include "runtime/emulator/sandbox/log_sink.h"

#include <poll.h>
#include <unistd.h>

#include <cerrno>

namespace lambda::emulator {

void StderrSink::write(std::string_view lines) {
  const std::lock_guard lock(mutex_);
  while (!lines.empty()) {
    const ssize_t written = ::write(STDERR_FILENO, lines.data(), lines.size());
    if (written >= 0) {
      lines.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno == EAGAIN) {
      pollfd writable{STDERR_FILENO, POLLOUT, 0};
      ::poll(&writable, 1, -1);
    } else if (errno != EINTR) {
      return;  // Nobody reads standard error any more; there is no other place to say so.
    }
  }
}

void MemorySink::write(std::string_view lines) {
  const std::lock_guard lock(mutex_);
  text_ += lines;
}

std::string MemorySink::text() const {
  const std::lock_guard lock(mutex_);
  return text_;
}

}  // namespace lambda::emulator
