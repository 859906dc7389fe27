// The destination of the emulator's lines and of the function's output.
#pragma once

#include <string_view>

namespace lambda::emulator {

/// Takes whole lines, each ending in a newline. Implementations are thread-safe and never block.
class LogSink {
 public:
  virtual ~LogSink() = default;
  virtual void write(std::string_view lines) = 0;
  /// False while its reader is behind: the function's output should then stay in its pipe. Writing
  /// is still possible, within a bound.
  virtual bool takes_more() const { return true; }
};

}  // namespace lambda::emulator
