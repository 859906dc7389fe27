// Where the emulator's lines and the function's own output go.
#pragma once

#include <string_view>

namespace lambda::emulator {

/// Takes whole lines, each with its line end. Implementations are thread-safe and never wait.
class LogSink {
 public:
  virtual ~LogSink() = default;
  virtual void write(std::string_view lines) = 0;
  /// False while its reader is behind: then what a function prints better stays in its pipe. What
  /// is written all the same is taken, unless it is very much.
  virtual bool takes_more() const { return true; }
};

}  // namespace lambda::emulator
