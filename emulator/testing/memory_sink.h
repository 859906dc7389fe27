// A log that keeps all that is written to it.
#pragma once

#include <mutex>
#include <string>
#include <string_view>

#include "emulator/sandbox/log_sink.h"

namespace lambda::emulator::testing {

class MemorySink : public LogSink {
 public:
  void write(std::string_view lines) override {
    const std::lock_guard lock(mutex_);
    text_ += lines;
  }
  std::string text() const {
    const std::lock_guard lock(mutex_);
    return text_;
  }

 private:
  mutable std::mutex mutex_;
  std::string text_;
};

}  // namespace lambda::emulator::testing
