// The lines that Lambda writes around an invocation's log.
// Source: AWS Lambda Developer Guide, "Viewing CloudWatch logs for Lambda functions".
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace lambda::emulator {

using Milliseconds = std::chrono::duration<double, std::milli>;

/// The contents of the REPORT line. Lambda bills the cold start too, and rounds the sum up.
struct InvocationReport {
  std::string request_id;
  Milliseconds duration{};
  std::optional<Milliseconds> init_duration;  // Of a cold start only.
  std::uint64_t memory_mb = 128;
  std::uint64_t memory_used_mb = 0;
  std::string status;      // "timeout", "error", or empty.
  std::string error_type;  // Behind "error".
};

/// Each ends with a newline.
std::string start_line(std::string_view request_id, std::string_view version);
std::string end_line(std::string_view request_id);
std::string report_line(const InvocationReport& report);
/// `status`: "timeout" or "error"; `error_type` may be empty.
std::string init_report_line(Milliseconds duration, std::string_view status,
                             std::string_view error_type);
/// "2026-01-01T00:00:00.000Z ID Task timed out after 3.00 seconds", and an empty line.
std::string timeout_line(std::chrono::system_clock::time_point now, std::string_view request_id,
                         std::string_view message);
/// What the log shows when the process ended: the error's message and its type, a line each.
std::string exit_lines(std::string_view request_id, std::string_view message,
                       std::string_view error_type);

}  // namespace lambda::emulator
