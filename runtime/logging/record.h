// One record of the function's log, as Lambda's logging controls want it. No I/O, no clock.
// Source: AWS Lambda Developer Guide, "Configuring advanced logging controls for Lambda functions".
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace lambda::logging {

enum class Level : std::uint8_t { kTrace, kDebug, kInfo, kWarn, kError, kFatal };

struct Settings {
  bool is_json = false;
  Level level_min = Level::kTrace;  // Records below it are not written.
};

/// From the values of AWS_LAMBDA_LOG_FORMAT and AWS_LAMBDA_LOG_LEVEL; either may be empty, or
/// nothing that is known: then text, and every record.
Settings settings_of(std::string_view format, std::string_view level);

/// One line with its end. JSON: timestamp, level, message, requestId. Text: the same, in that order
/// but for the message, which comes last, its line ends written as CR, so that Lambda keeps it one
/// event.
std::string encode_record(const Settings& settings, Level level, std::string_view message,
                          std::string_view request_id,
                          std::chrono::sys_time<std::chrono::milliseconds> time);

}  // namespace lambda::logging
