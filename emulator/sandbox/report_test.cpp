// The lines of the log, letter by letter.
#include "emulator/sandbox/report.h"

#include <gtest/gtest.h>

namespace lambda::emulator {
namespace {

TEST(InvocationReport, HasTheLinesOfLambda) {
  EXPECT_EQ(start_line("id", "$LATEST"), "START RequestId: id Version: $LATEST\n");
  EXPECT_EQ(end_line("id"), "END RequestId: id\n");
  InvocationReport report;
  report.request_id = "id";
  report.duration = Milliseconds(1.234);
  report.memory_used_mb = 3;
  EXPECT_EQ(report_line(report),
            "REPORT RequestId: id\tDuration: 1.23 ms\tBilled Duration: 2 ms\tMemory Size: 128 MB\t"
            "Max Memory Used: 3 MB\n");
}

TEST(InvocationReport, BillsTheColdStartAndNamesTheStatus) {
  InvocationReport report;
  report.request_id = "id";
  report.duration = Milliseconds(1.5);
  report.init_duration = Milliseconds(10.25);
  report.status = "error";
  report.error_type = "Runtime.ExitError";
  EXPECT_EQ(report_line(report),
            "REPORT RequestId: id\tDuration: 1.50 ms\tBilled Duration: 12 ms\tMemory Size: 128 MB\t"
            "Max Memory Used: 0 MB\tInit Duration: 10.25 ms\tStatus: error\tError Type: "
            "Runtime.ExitError\n");
}

TEST(InvocationReport, WordsFailures) {
  EXPECT_EQ(init_report_line(Milliseconds(10'000), "timeout", ""),
            "INIT_REPORT Init Duration: 10000.00 ms\tPhase: init\tStatus: timeout\n");
  EXPECT_EQ(init_report_line(Milliseconds(2), "error", "Runtime.ExitError"),
            "INIT_REPORT Init Duration: 2.00 ms\tPhase: init\tStatus: error\tError Type: "
            "Runtime.ExitError\n");
  EXPECT_EQ(timeout_line(std::chrono::sys_days(std::chrono::year(2026) / 1 / 2), "id", "late"),
            "2026-01-02T00:00:00.000Z id late\n\n");
  EXPECT_EQ(exit_lines("id", "it exited", "Runtime.ExitError"),
            "RequestId: id Error: it exited\nRuntime.ExitError\n");
}

}  // namespace
}  // namespace lambda::emulator
