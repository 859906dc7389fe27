// Both forms of a record.
#include "runtime/logging/record.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "core/json/json_string.h"

namespace lambda::logging {
namespace {

constexpr std::array<std::string_view, 6> kNames = {"TRACE", "DEBUG", "INFO",
                                                    "WARN",  "ERROR", "FATAL"};

std::string_view name_of(Level level) { return kNames[static_cast<std::size_t>(level)]; }

void append_digits(std::string& line, unsigned number, int width) {
  unsigned power = 1;
  for (int i = 1; i < width; ++i) {
    power *= 10;
  }
  for (; power > 0; power /= 10) {
    line += static_cast<char>('0' + number / power % 10);
  }
}

/// RFC 3339 with milliseconds. std::format would do, but it allocates.
void append_time(std::string& line, std::chrono::sys_time<std::chrono::milliseconds> time) {
  const auto midnight = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(midnight);
  const std::chrono::hh_mm_ss clock(time - midnight);
  append_digits(line, static_cast<unsigned>(static_cast<int>(date.year())), 4);
  line += '-';
  append_digits(line, static_cast<unsigned>(date.month()), 2);
  line += '-';
  append_digits(line, static_cast<unsigned>(date.day()), 2);
  line += 'T';
  append_digits(line, static_cast<unsigned>(clock.hours().count()), 2);
  line += ':';
  append_digits(line, static_cast<unsigned>(clock.minutes().count()), 2);
  line += ':';
  append_digits(line, static_cast<unsigned>(clock.seconds().count()), 2);
  line += '.';
  append_digits(line, static_cast<unsigned>(clock.subseconds().count()), 3);
  line += 'Z';
}

void append_without_line_ends(std::string& line, std::string_view text) {
  const std::size_t begin = line.size();
  line += text;
  std::replace(line.begin() + static_cast<std::ptrdiff_t>(begin), line.end(), '\n', '\r');
}

void append_text(std::string& line, const Record& record) {
  append_time(line, record.time);
  line += ' ';
  line += name_of(record.level);
  line += ' ';
  append_without_line_ends(line, record.request_id.empty() ? "-" : record.request_id);
  if (!record.tenant_id.empty()) {
    line += " tenant=";
    append_without_line_ends(line, record.tenant_id);
  }
  line += ' ';
  if (!record.error_type.empty()) {
    append_without_line_ends(line, record.error_type);
    line += ": ";
  }
  append_without_line_ends(line, record.message);
  for (const std::string_view frame : record.stack) {
    line += "\r    ";
    append_without_line_ends(line, frame);
  }
  line += '\n';
}

void append_field(std::string& line, std::string_view name, std::string_view value) {
  if (!value.empty()) {
    line += ",\"";
    line += name;
    line += "\":";
    append_json_string(line, value);
  }
}

void append_json(std::string& line, const Record& record) {
  line += "{\"timestamp\":\"";
  append_time(line, record.time);
  line += "\",\"level\":\"";
  line += name_of(record.level);
  line += "\",\"message\":";
  append_json_string(line, record.message);
  append_field(line, "requestId", record.request_id);
  append_field(line, "tenantId", record.tenant_id);
  append_field(line, "errorType", record.error_type);
  if (!record.stack.empty()) {
    char before = '[';
    line += ",\"stackTrace\":";
    for (const std::string_view frame : record.stack) {
      line += before;
      before = ',';
      append_json_string(line, frame);
    }
    line += ']';
  }
  line += "}\n";
}

}  // namespace

Settings settings_of(std::string_view format, std::string_view level) {
  Settings settings{.is_json = format == "JSON"};
  const auto found = std::ranges::find(kNames, level);
  if (found != kNames.end()) {
    settings.level_min = static_cast<Level>(found - kNames.begin());
  }
  return settings;
}

void append_record(std::string& line, const Settings& settings, const Record& record) {
  settings.is_json ? append_json(line, record) : append_text(line, record);
}

}  // namespace lambda::logging
