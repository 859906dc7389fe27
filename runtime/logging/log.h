// The function's log: standard error, which Lambda keeps. The one place that writes there, but for
// crash/, which must also work in a signal handler and never wait for a reader.
#pragma once

#include <chrono>
#include <string_view>

#include "runtime/logging/record.h"

namespace lambda::logging {

/// Writes records in one format, from one level on. A value: every copy writes to the same place.
/// Thread-safe.
class Log {
 public:
  /// Text, and every record.
  constexpr Log() = default;
  constexpr explicit Log(const Settings& settings) : settings_(settings) {}

  constexpr const Settings& settings() const { return settings_; }

  /// Whether a record of this level is written.
  bool is_on(Level level) const { return level >= settings_.level_min; }

  /// Writes the record, with the current time, by one system call; nothing when its level is off.
  void write(Record record) const;

 private:
  Settings settings_;
};

/// For what belongs to no configured process, such as a context that a test made.
inline constexpr Log kPlainLog;

std::chrono::sys_time<std::chrono::milliseconds> now();

/// Writes all of `text` to standard error, as it is. Failures are ignored: there is nowhere left to
/// report them.
void write_bytes(std::string_view text);

}  // namespace lambda::logging
