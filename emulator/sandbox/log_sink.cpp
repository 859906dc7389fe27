// Where the emulator's lines and the function's own output go.
#include "emulator/sandbox/log_sink.h"

namespace lambda::emulator {

void MemorySink::write(std::string_view lines) {
  const std::lock_guard lock(mutex_);
  text_ += lines;
}

std::string MemorySink::text() const {
  const std::lock_guard lock(mutex_);
  return text_;
}

}  // namespace lambda::emulator
