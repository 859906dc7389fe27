// The lines that Lambda writes around an invocation's log.
#include "emulator/sandbox/report.h"

#include <cmath>
#include <format>

namespace lambda::emulator {

std::string start_line(std::string_view request_id, std::string_view version) {
  return std::format("START RequestId: {} Version: {}\n", request_id, version);
}

std::string end_line(std::string_view request_id) {
  return std::format("END RequestId: {}\n", request_id);
}

std::string report_line(const InvocationReport& report) {
  const Milliseconds billed = report.duration + report.init_duration.value_or(Milliseconds(0));
  std::string line = std::format(
      "REPORT RequestId: {}\tDuration: {:.2f} ms\tBilled Duration: {:.0f} ms\tMemory Size: {} MB\t"
      "Max Memory Used: {} MB",
      report.request_id, report.duration.count(), std::ceil(billed.count()), report.memory_mb,
      report.memory_used_mb);
  if (report.init_duration) {
    line += std::format("\tInit Duration: {:.2f} ms", report.init_duration->count());
  }
  if (!report.status.empty()) {
    line += std::format("\tStatus: {}", report.status);
  }
  if (!report.error_type.empty()) {
    line += std::format("\tError Type: {}", report.error_type);
  }
  return line += "\n";
}

std::string init_report_line(Milliseconds duration, std::string_view status,
                             std::string_view error_type) {
  std::string line = std::format("INIT_REPORT Init Duration: {:.2f} ms\tPhase: init\tStatus: {}",
                                 duration.count(), status);
  if (!error_type.empty()) {
    line += std::format("\tError Type: {}", error_type);
  }
  return line += "\n";
}

std::string timeout_line(std::chrono::system_clock::time_point now, std::string_view request_id,
                         std::string_view message) {
  return std::format("{:%FT%T}Z {} {}\n\n", std::chrono::floor<std::chrono::milliseconds>(now),
                     request_id, message);
}

std::string exit_lines(std::string_view request_id, std::string_view message,
                       std::string_view error_type) {
  return std::format("RequestId: {} Error: {}\n{}\n", request_id, message, error_type);
}

}  // namespace lambda::emulator
