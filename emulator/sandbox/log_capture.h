// Takes what a function's process prints: to the log line by line, and to the invocation's tail.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "emulator/sandbox/log_sink.h"
#include "emulator/sandbox/log_tail.h"

namespace lambda::emulator {

/// One process's two streams, and the emulator's own lines between them. `sink` must outlive it.
class LogCapture {
 public:
  explicit LogCapture(LogSink& sink) : sink_(sink) {}

  enum class Stream { kStdout, kStderr };
  /// Reads what the pipe holds now, into `scratch` first. False at its end.
  bool drain(int fd, Stream stream, std::span<char> scratch);
  /// A line of the emulator, after what the process had begun.
  void write_own(std::string_view line);
  /// Ends the lines that have no line end yet.
  void flush();
  /// The tail begins anew.
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
