// Each message is one write, so that lines of several processes do not mix.
#include "runtime/loop/diagnostics.h"

#include <unistd.h>

#include <cerrno>
#include <string>

namespace lambda::loop {
namespace {

std::string make_line(std::string_view subject, std::string_view type, std::string_view message) {
  std::string line = "lambda: ";
  if (!subject.empty()) {
    line.append(subject).append(": ");
  }
  return line.append(type).append(": ").append(message).append("\n");
}

}  // namespace

void write_log(std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(STDERR_FILENO, text.data(), text.size());
    if (written < 0 && errno != EINTR) {
      return;  // There is nowhere left to say so.
    }
    text.remove_prefix(written < 0 ? 0 : static_cast<std::size_t>(written));
  }
}

void log_error(std::string_view subject, const Error& error) {
  write_log(make_line(subject, error.type, error.message));
}

void log_error(std::string_view subject, const FunctionError& error) {
  std::string text = make_line(subject, error.type, error.message);
  for (const std::string& frame : error.stack) {
    text.append("    ").append(frame).append("\n");
  }
  write_log(text);
}

}  // namespace lambda::loop
