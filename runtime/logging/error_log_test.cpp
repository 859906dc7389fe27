// The runtime's own messages as the log has them.
#include "runtime/logging/error_log.h"

#include <string>

#include <gtest/gtest.h>

namespace lambda::logging {
namespace {

const FunctionError kFailure{
    .type = "OutOfStock", .message = "none\nleft", .stack = {"bootstrap+0x1a2b", "build-id 00ff"}};
const Error kError{.type = "T", .message = "m"};
constexpr Origin kOrigin{.request_id = "id-1", .tenant_id = "blue"};

/// What `log` writes, without the time.
template <typename Logging>
std::string written(bool is_json, Logging log) {
  testing::internal::CaptureStderr();
  log(Log({.is_json = is_json}));
  return testing::internal::GetCapturedStderr().substr(is_json ? 40 : 25);
}

TEST(ErrorLog, NameTheSubjectAndWhetherItEndsTheProcess) {
  EXPECT_EQ(written(false, [](const Log& log) { log_fatal(log, "exiting", kError); }),
            "FATAL - T: exiting: m\n");
  EXPECT_EQ(written(false, [](const Log& log) { log_error(log, "", kError); }), "ERROR - T: m\n");
  EXPECT_EQ(written(false, [](const Log& log) { log_error(log, "call", kError); }),
            "ERROR - T: call: m\n");
  EXPECT_EQ(
      written(false, [](const Log& log) { log_fatal(log, "initialization failed", kFailure); }),
      "FATAL - OutOfStock: initialization failed: none\rleft\r    bootstrap+0x1a2b\r"
      "    build-id 00ff\n");
}

TEST(ErrorLog, NameTheInvocation) {
  EXPECT_EQ(written(false, [](const Log& log) { log_error(log, kOrigin, kFailure); }),
            "ERROR id-1 tenant=blue OutOfStock: none\rleft\r    bootstrap+0x1a2b\r"
            "    build-id 00ff\n");
  EXPECT_EQ(written(false, [](const Log& log) { log_error(log, kOrigin, kError); }),
            "ERROR id-1 tenant=blue T: m\n");
}

TEST(ErrorLog, FollowTheFormatOfTheFunction) {
  EXPECT_EQ(written(true, [](const Log& log) { log_error(log, kOrigin, kFailure); }),
            R"("level":"ERROR","message":"none\nleft","requestId":"id-1","tenantId":"blue",)"
            R"("errorType":"OutOfStock","stackTrace":["bootstrap+0x1a2b","build-id 00ff"]})"
            "\n");
  EXPECT_EQ(written(true, [](const Log& log) { log_fatal(log, "exiting", kError); }),
            R"("level":"FATAL","message":"exiting: m","errorType":"T"})"
            "\n");
}

TEST(ErrorLog, KeepToTheirLimits) {
  const FunctionError longest{.type = "T",
                              .message = std::string(64 * 1024, 'm'),
                              .stack = std::vector<std::string>(200, "f")};
  FunctionError longer = longest;
  longer.message += 'x';
  longer.stack.push_back("y");
  const std::string text =
      written(false, [&](const Log& log) { log_error(log, kOrigin, longest); });
  EXPECT_EQ(text.size(), std::string("ERROR id-1 tenant=blue T: \n").size() + 64 * 1024 + 200 * 6);
  EXPECT_EQ(written(false, [&](const Log& log) { log_error(log, kOrigin, longer); }), text);
}

}  // namespace
}  // namespace lambda::logging
