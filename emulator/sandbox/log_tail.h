// The last 4 KB of what an invocation logged, for X-Amz-Log-Result.
// Source: AWS Lambda API Reference, "Invoke", LogResult.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace lambda::emulator {

inline constexpr std::size_t kLogTailBytesMax = 4096;

class LogTail {
 public:
  void append(std::string_view text);
  void clear() { text_.clear(); }
  /// At most kLogTailBytesMax bytes, the newest. Lives until the next append or clear.
  std::string_view text() const;

 private:
  std::string text_;  // At most twice the maximum, so that appending stays cheap.
};

}  // namespace lambda::emulator
