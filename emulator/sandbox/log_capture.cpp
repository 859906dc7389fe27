// Takes what a function's process prints: to the log line by line, and to the invocation's tail.
#include "emulator/sandbox/log_capture.h"

#include <unistd.h>

#include <cerrno>

namespace lambda::emulator {
namespace {

// A longer line without an end is passed on in parts.
constexpr std::size_t kPartialBytesMax = 64 * 1024;
// A process that prints without end must not keep us from its exit and its answers.
constexpr std::size_t kDrainBytesMax = 1024 * 1024;

/// A function that writes several lines as one record ends all but the last by CR, so that Lambda
/// keeps them one event. A terminal would print them one over the other.
std::string with_each_line_ended(std::string_view lines) {
  std::string shown(lines);
  for (std::size_t at = 0; (at = shown.find('\r', at)) != shown.npos; ++at) {
    if (at + 1 < shown.size() && shown[at + 1] != '\n') {
      shown[at] = '\n';
    }
  }
  return shown;
}

}  // namespace

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

bool LogCapture::drain(int fd, Stream stream, std::span<char> scratch) {
  std::string& partial = stream == Stream::kStdout ? partial_stdout_ : partial_stderr_;
  for (std::size_t taken = 0; taken < kDrainBytesMax;) {
    const ssize_t got = ::read(fd, scratch.data(), scratch.size());
    if (got < 0 && errno == EINTR) {
      continue;
    }
    if (got < 0) {
      return errno == EAGAIN;
    }
    if (got == 0) {
      return false;
    }
    take({scratch.data(), static_cast<std::size_t>(got)}, partial);
    taken += static_cast<std::size_t>(got);
  }
  return true;
}

void LogCapture::take(std::string_view text, std::string& partial) {
  const std::size_t last_end = text.rfind('\n');
  if (last_end == std::string_view::npos) {
    partial += text;
  } else {
    partial += text.substr(0, last_end + 1);
    emit(partial);
    partial = text.substr(last_end + 1);
  }
  if (partial.size() > kPartialBytesMax) {
    emit(partial);
    partial.clear();
  }
}

void LogCapture::emit(std::string_view lines) {
  tail_.append(lines);
  if (lines.contains('\r')) {
    sink_.write(with_each_line_ended(lines));
  } else {
    sink_.write(lines);
  }
}

void LogCapture::flush() {
  for (std::string* partial : {&partial_stdout_, &partial_stderr_}) {
    if (partial->empty()) {
      continue;
    }
    emit(*partial + "\n");
    partial->clear();
  }
}

void LogCapture::write_own(std::string_view line) {
  flush();
  emit(line);
}

void LogCapture::begin_invocation() {
  flush();
  tail_.clear();
}

}  // namespace lambda::emulator
