// Where the emulator's lines and the function's own output go.
#pragma once

#include <mutex>
#include <string>
#include <string_view>

namespace lambda::emulator {

/// Takes whole lines, each with its line end. Implementations are thread-safe.
class LogSink {
 public:
  virtual ~LogSink() = default;
  virtual void write(std::string_view lines) = 0;
};

/// Standard error; lines of several processes do not mix within a call.
class StderrSink : public LogSink {
 public:
  void write(std::string_view lines) override;

 private:
  std::mutex mutex_;
};

/// Keeps all, for tests.
class MemorySink : public LogSink {
 public:
  void write(std::string_view lines) override;
  std::string text() const;

 private:
  mutable std::mutex mutex_;
  std::string text_;
};

}  // namespace lambda::emulator
