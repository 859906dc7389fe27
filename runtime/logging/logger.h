// The log of one invocation, as a handler writes it: context.log().info("got {} items", count).
#pragma once

#include <format>
#include <string_view>

#include "runtime/logging/log.h"

namespace lambda {

/// Writes records with the invocation's ids. A message alone is written as it is; with arguments it
/// is a std::format string, formatted only when its level is on. Borrows the log and the context's
/// texts; thread-safe.
class Logger {
 public:
  using Level = logging::Level;

  Logger(std::string_view request_id, std::string_view tenant_id,
         const logging::Log& log = logging::kPlainLog)
      : request_id_(request_id), tenant_id_(tenant_id), log_(log) {}

  void trace(std::string_view message) const { write(Level::kTrace, message); }
  void debug(std::string_view message) const { write(Level::kDebug, message); }
  void info(std::string_view message) const { write(Level::kInfo, message); }
  void warn(std::string_view message) const { write(Level::kWarn, message); }
  void error(std::string_view message) const { write(Level::kError, message); }
  void fatal(std::string_view message) const { write(Level::kFatal, message); }

  template <typename... Arguments>
    requires(sizeof...(Arguments) > 0)
  void trace(std::format_string<Arguments...> format, Arguments&&... arguments) const {
    write(Level::kTrace, format.get(), arguments...);
  }
  template <typename... Arguments>
    requires(sizeof...(Arguments) > 0)
  void debug(std::format_string<Arguments...> format, Arguments&&... arguments) const {
    write(Level::kDebug, format.get(), arguments...);
  }
  template <typename... Arguments>
    requires(sizeof...(Arguments) > 0)
  void info(std::format_string<Arguments...> format, Arguments&&... arguments) const {
    write(Level::kInfo, format.get(), arguments...);
  }
  template <typename... Arguments>
    requires(sizeof...(Arguments) > 0)
  void warn(std::format_string<Arguments...> format, Arguments&&... arguments) const {
    write(Level::kWarn, format.get(), arguments...);
  }
  template <typename... Arguments>
    requires(sizeof...(Arguments) > 0)
  void error(std::format_string<Arguments...> format, Arguments&&... arguments) const {
    write(Level::kError, format.get(), arguments...);
  }
  template <typename... Arguments>
    requires(sizeof...(Arguments) > 0)
  void fatal(std::format_string<Arguments...> format, Arguments&&... arguments) const {
    write(Level::kFatal, format.get(), arguments...);
  }

 private:
  void write(Level level, std::string_view message) const {
    log_.write({.level = level,
                .message = message,
                .request_id = request_id_,
                .tenant_id = tenant_id_,
                .error_type = {},
                .stack = {},
                .time = {}});
  }
  template <typename... Arguments>
    requires(sizeof...(Arguments) > 0)
  void write(Level level, std::string_view format, Arguments&... arguments) const {
    if (log_.is_on(level)) {
      write(level, std::vformat(format, std::make_format_args(arguments...)));
    }
  }

  std::string_view request_id_;
  std::string_view tenant_id_;
  const logging::Log& log_;
};

}  // namespace lambda
