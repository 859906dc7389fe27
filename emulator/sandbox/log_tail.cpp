// The last 4 KB of what an invocation logged, for X-Amz-Log-Result.
#include "emulator/sandbox/log_tail.h"

namespace lambda::emulator {

void LogTail::append(std::string_view text) {
  if (text.size() > kLogTailBytesMax) {
    text.remove_prefix(text.size() - kLogTailBytesMax);
  }
  text_ += text;
  if (text_.size() > 2 * kLogTailBytesMax) {
    text_.erase(0, text_.size() - kLogTailBytesMax);
  }
}

std::string_view LogTail::text() const {
  const std::string_view all = text_;
  return all.size() <= kLogTailBytesMax ? all : all.substr(all.size() - kLogTailBytesMax);
}

}  // namespace lambda::emulator
