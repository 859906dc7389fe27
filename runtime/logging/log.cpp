// Each record is one write, so that records of several processes do not mix.
#include "runtime/logging/log.h"

#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <string>

namespace lambda::logging {

std::chrono::sys_time<std::chrono::milliseconds> now() {
  return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

void Log::write(Record record) const {
  if (is_on(record.level)) {
    record.time = now();
    std::string line;
    append_record(line, settings_, record);
    write_bytes(line);
  }
}

void write_bytes(std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(STDERR_FILENO, text.data(), text.size());
    if (written < 0 && errno != EINTR) {
      return;
    }
    text.remove_prefix(written < 0 ? 0 : static_cast<std::size_t>(written));
  }
}

}  // namespace lambda::logging
