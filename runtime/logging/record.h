// One record of the function's log, in the two formats of Lambda's logging controls. No I/O, no
// clock.
// Source: AWS Lambda Developer Guide, "Configuring advanced logging controls for Lambda functions";
// AWS's runtime clients for the names of the JSON fields.
#pragma once

#include <chrono>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace lambda::logging {

enum class Level : std::uint8_t { kTrace, kDebug, kInfo, kWarn, kError, kFatal };

struct Settings {
  bool is_json = false;
  Level level_min = Level::kTrace;  // Records below it are not written.
};

/// From the values of AWS_LAMBDA_LOG_FORMAT and AWS_LAMBDA_LOG_LEVEL. Empty or unknown values mean
/// text, and every record.
Settings settings_of(std::string_view format, std::string_view level);

/// Borrows its texts, which may be any bytes.
struct Record {
  Level level = Level::kInfo;
  std::string_view message;
  std::string_view request_id;  // This and the texts below are left out when empty.
  std::string_view tenant_id;
  std::string_view error_type;
  std::span<const std::string_view> stack;
  std::chrono::sys_time<std::chrono::milliseconds> time;
};

/// Appends one line with its end. JSON: timestamp, level, message, requestId, tenantId, errorType,
/// stackTrace. Text: the same, the message last but for the lines of the stack; line ends within it
/// become CR, so that Lambda keeps it one event and no text looks like another record.
/// Allocates only when `line` has no room, so that a signal handler may call it with enough.
void append_record(std::string& line, const Settings& settings, const Record& record);

}  // namespace lambda::logging
