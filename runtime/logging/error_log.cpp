// From errors to records.
#include "runtime/logging/error_log.h"

#include <algorithm>
#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace lambda::logging {
namespace {

// Lambda keeps 256 KiB of one event of the log, in which JSON may write a byte as six.
constexpr std::size_t kMessageBytesMax = 64 * 1024;
constexpr std::size_t kStackLinesMax = 200;

std::string message_of(std::string_view subject, std::string_view message) {
  std::string text(subject);
  if (!subject.empty()) {
    text += ": ";
  }
  return text.append(message.substr(0, kMessageBytesMax));
}

void write(const Log& log, Level level, const Origin& origin, std::string_view type,
           std::string_view message, std::span<const std::string> stack) {
  const std::vector<std::string_view> lines(
      stack.begin(),
      stack.begin() + static_cast<std::ptrdiff_t>(std::min(stack.size(), kStackLinesMax)));
  log.write({.level = level,
             .message = message,
             .request_id = origin.request_id,
             .tenant_id = origin.tenant_id,
             .error_type = type,
             .stack = lines,
             .time = {}});
}

}  // namespace

void log_fatal(const Log& log, std::string_view subject, const Error& error) {
  write(log, Level::kFatal, {}, error.type, message_of(subject, error.message), {});
}

void log_fatal(const Log& log, std::string_view subject, const FunctionError& error) {
  write(log, Level::kFatal, {}, error.type, message_of(subject, error.message), error.stack);
}

void log_error(const Log& log, std::string_view subject, const Error& error) {
  write(log, Level::kError, {}, error.type, message_of(subject, error.message), {});
}

void log_error(const Log& log, const Origin& origin, const Error& error) {
  write(log, Level::kError, origin, error.type, message_of({}, error.message), {});
}

void log_error(const Log& log, const Origin& origin, const FunctionError& error) {
  write(log, Level::kError, origin, error.type, message_of({}, error.message), error.stack);
}

}  // namespace lambda::logging
