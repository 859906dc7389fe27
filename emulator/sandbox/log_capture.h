// Captures what a function's process prints: line by line for the log, and the invocation's tail.
// Source: AWS Lambda API Reference, "Invoke", LogResult.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "emulator/sandbox/log_sink.h"

namespace lambda::emulator {

inline constexpr std::size_t kLogTailBytesMax = 4096;

/// The last 4 KB of what an invocation logged, for X-Amz-Log-Result.
class LogTail {
 public:
  void append(std::string_view text);
  void clear() { text_.clear(); }
  /// At most kLogTailBytesMax bytes, the newest. Lives until the next append or clear.
  std::string_view text() const;

 private:
  std::string text_;  // At most twice the maximum, so that appending stays cheap.
};

/// Both streams of one process, interleaved with the emulator's own lines. `sink` must outlive it.
class LogCapture {
 public:
  explicit LogCapture(LogSink& sink) : sink_(sink) {}

  enum class Stream { kStdout, kStderr };
  /// Reads what the pipe holds now, through `scratch`. False at end of file.
  bool drain(int fd, Stream stream, std::span<char> scratch);
  /// Writes a line of the emulator's; partial lines of the process are ended first.
  void write_own(std::string_view line);
  /// Ends partial lines.
  void flush();
  /// Starts a new tail.
  void begin_invocation();
  std::string_view tail() const { return tail_.text(); }
  /// As LogSink::takes_more().
  bool takes_more() const { return sink_.takes_more(); }

 private:
  void take(std::string_view text, std::string& partial);
  void emit(std::string_view lines);

  LogSink& sink_;
  LogTail tail_;
  std::string partial_stdout_;
  std::string partial_stderr_;
};

}  // namespace lambda::emulator
