// Both forms of a record.
#include "runtime/logging/record.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <format>

#include "runtime/api/json_text.h"

namespace lambda::logging {
namespace {

constexpr std::array<std::string_view, 6> kNames = {"TRACE", "DEBUG", "INFO",
                                                    "WARN",  "ERROR", "FATAL"};

std::string_view name_of(Level level) { return kNames[static_cast<std::size_t>(level)]; }

}  // namespace

Settings settings_of(std::string_view format, std::string_view level) {
  Settings settings{.is_json = format == "JSON"};
  const auto found = std::ranges::find(kNames, level);
  if (found != kNames.end()) {
    settings.level_min = static_cast<Level>(found - kNames.begin());
  }
  return settings;
}

std::string encode_record(const Settings& settings, Level level, std::string_view message,
                          std::string_view request_id,
                          std::chrono::sys_time<std::chrono::milliseconds> time) {
  const std::string timestamp = std::format("{:%FT%T}Z", time);
  if (!settings.is_json) {
    std::string text = std::format("{} {} {} ", timestamp, name_of(level), request_id);
    const std::size_t begin = text.size();
    text += message;
    std::replace(text.begin() + static_cast<std::ptrdiff_t>(begin), text.end(), '\n', '\r');
    return text += '\n';
  }
  std::string json =
      std::format(R"({{"timestamp":"{}","level":"{}","message":)", timestamp, name_of(level));
  api::append_json_string(json, message);
  json += ",\"requestId\":";
  api::append_json_string(json, request_id);
  return json += "}\n";
}

}  // namespace lambda::logging
