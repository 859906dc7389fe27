// The runtime's own messages as the log has them.
#include "runtime/loop/diagnostics.h"

#include <string>

#include <gtest/gtest.h>

#include "runtime/logging/log.h"

namespace lambda::loop {
namespace {

const FunctionError kFailure{
    .type = "OutOfStock", .message = "none\nleft", .stack = {"bootstrap+0x1a2b", "build-id 00ff"}};
constexpr Origin kOrigin{.request_id = "id-1", .tenant_id = "blue"};

/// What `log` writes, without the time.
template <typename Log>
std::string written(bool is_json, Log log) {
  logging::configure({.is_json = is_json});
  testing::internal::CaptureStderr();
  log();
  logging::configure({});
  return testing::internal::GetCapturedStderr().substr(is_json ? 40 : 25);
}

Error error_with(Remedy remedy) { return {.remedy = remedy, .type = "T", .message = "m"}; }

TEST(Diagnostics, NameTheSubjectAndWhetherItEndsTheProcess) {
  EXPECT_EQ(written(false, [] { log_error("exiting", error_with(Remedy::kReportAndExit)); }),
            "FATAL - T: exiting: m\n");
  EXPECT_EQ(written(false, [] { log_error("exiting", error_with(Remedy::kRetry)); }),
            "FATAL - T: exiting: m\n");
  EXPECT_EQ(written(false, [] { log_error("", error_with(Remedy::kReportAndContinue)); }),
            "ERROR - T: m\n");
  EXPECT_EQ(written(false, [] { log_error("initialization failed", kFailure); }),
            "FATAL - OutOfStock: initialization failed: none\rleft\r    bootstrap+0x1a2b\r"
            "    build-id 00ff\n");
}

TEST(Diagnostics, NameTheInvocation) {
  EXPECT_EQ(written(false, [] { log_error(kOrigin, kFailure); }),
            "ERROR id-1 tenant=blue OutOfStock: none\rleft\r    bootstrap+0x1a2b\r"
            "    build-id 00ff\n");
  EXPECT_EQ(written(false, [] { log_error(kOrigin, error_with(Remedy::kReportAndContinue)); }),
            "ERROR id-1 tenant=blue T: m\n");
}

TEST(Diagnostics, FollowTheFormatOfTheFunction) {
  EXPECT_EQ(written(true, [] { log_error(kOrigin, kFailure); }),
            R"("level":"ERROR","message":"none\nleft","requestId":"id-1","tenantId":"blue",)"
            R"("errorType":"OutOfStock","stackTrace":["bootstrap+0x1a2b","build-id 00ff"]})"
            "\n");
  EXPECT_EQ(written(true, [] { log_error("exiting", error_with(Remedy::kReportAndExit)); }),
            R"("level":"FATAL","message":"exiting: m","errorType":"T"})"
            "\n");
}

TEST(Diagnostics, KeepToTheirLimits) {
  const FunctionError longest{.type = "T",
                              .message = std::string(64 * 1024, 'm'),
                              .stack = std::vector<std::string>(200, "f")};
  FunctionError longer = longest;
  longer.message += 'x';
  longer.stack.push_back("y");
  const std::string text = written(false, [&] { log_error(kOrigin, longest); });
  EXPECT_EQ(text.size(), std::string("ERROR id-1 tenant=blue T: \n").size() + 64 * 1024 + 200 * 6);
  EXPECT_EQ(written(false, [&] { log_error(kOrigin, longer); }), text);
}

}  // namespace
}  // namespace lambda::loop
