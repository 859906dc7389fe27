// What a runtime keeps between events, what it logs, and what is told when its host leaves.
#include <cstdlib>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "runtime/c_abi/lambda.h"
#include "runtime/c_abi/script.h"
#include "runtime/connection/scripted_server.h"
#include "runtime/crash/ended_process.h"

namespace lambda {
namespace {

using connection::ScriptedServer;
using crash::EndedProcess;

TEST(CInterface, ForgetsTheEventBefore) {
  Script script({event("a"), status(202), event("b"), status(202), event("c"), status(202),
                 event("d", "Lambda-Runtime-Aws-Tenant-Id: blue\r\n"), status(202), event("e"),
                 status(202)});
  lambda_event got{};
  const lambda_error error{.type = text_of("T"), .message = text_of("m"), .stack = {}};
  ASSERT_EQ(lambda_next(script.runtime(), &got), LAMBDA_OK);
  EXPECT_EQ(lambda_respond(script.runtime(), "1", 1, "text/plain"), LAMBDA_OK);
  ASSERT_EQ(lambda_next(script.runtime(), &got), LAMBDA_OK);
  EXPECT_EQ(lambda_respond(script.runtime(), "2", 1, nullptr), LAMBDA_OK);
  ASSERT_EQ(lambda_next(script.runtime(), &got), LAMBDA_OK);
  EXPECT_EQ(lambda_fail(script.runtime(), &error), LAMBDA_OK);
  ASSERT_EQ(lambda_next(script.runtime(), &got), LAMBDA_OK);
  EXPECT_EQ(view_of(got.tenant_id), "blue");
  EXPECT_EQ(got.header_count, 4u);  // Its length is one of them.
  EXPECT_EQ(lambda_respond(script.runtime(), "4", 1, nullptr), LAMBDA_OK);
  ASSERT_EQ(lambda_next(script.runtime(), &got), LAMBDA_OK);
  EXPECT_EQ(got.tenant_id.size, 0u);
  EXPECT_EQ(got.header_count, 3u);
  EXPECT_EQ(lambda_respond(script.runtime(), "5", 1, nullptr), LAMBDA_OK);
  const auto& requests = script.requests();
  ASSERT_EQ(requests.size(), 10u);
  EXPECT_TRUE(requests[1].contains("Content-Type: text/plain\r\n"));
  EXPECT_TRUE(requests[3].contains("Content-Type: application/json\r\n"));
  EXPECT_TRUE(requests[5].contains("/invocation/id-1/error "));
  EXPECT_TRUE(requests[7].contains("/invocation/id-1/response "));
}

/// How often `part` is in `text`.
std::size_t count_of(std::string_view part, std::string_view text) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != text.npos; at = text.find(part, at + 1)) {
    ++count;
  }
  return count;
}

TEST(CInterface, SendsAllThatItsLimitsAllow) {
  for (const std::size_t more : {0, 1}) {
    Script script({event("a"), status(202)});
    lambda_event got{};
    ASSERT_EQ(lambda_next(script.runtime(), &got), LAMBDA_OK);
    const std::string message(64 * 1024 + more, 'm');
    std::string stack;
    for (std::size_t i = 0; i < 100 + more; ++i) {
      stack += "frame\n";
    }
    const lambda_error error{
        .type = text_of("T"), .message = text_of(message), .stack = text_of(stack)};
    EXPECT_EQ(lambda_fail(script.runtime(), &error), LAMBDA_OK);
    const std::string& request = script.requests()[1];
    const std::string body = request.substr(request.find("\r\n\r\n") + 4);
    EXPECT_EQ(count_of("m", body.substr(0, body.find("errorType"))), 64 * 1024u);
    EXPECT_EQ(count_of("\"frame\"", body), 100u);
  }
}

/// What `log` leaves on standard error.
template <typename Log>
std::string written(Log log) {
  testing::internal::CaptureStderr();
  log();
  return testing::internal::GetCapturedStderr();
}

TEST(CInterface, LogsAsTheFunctionIsConfigured) {
  setenv("AWS_LAMBDA_LOG_FORMAT", "JSON", 1);
  setenv("AWS_LAMBDA_LOG_LEVEL", "WARN", 1);
  Script script({event("a", "Lambda-Runtime-Aws-Tenant-Id: blue\r\n"), status(202)});
  unsetenv("AWS_LAMBDA_LOG_FORMAT");
  unsetenv("AWS_LAMBDA_LOG_LEVEL");
  lambda_event got{};
  ASSERT_EQ(lambda_next(script.runtime(), &got), LAMBDA_OK);
  EXPECT_EQ(written([&] { lambda_log(script.runtime(), LAMBDA_INFO, "quiet", 5); }), "");
  EXPECT_EQ(written([&] { lambda_log(script.runtime(), LAMBDA_WARN, "a\nb", 3); }).substr(40),
            R"("level":"WARN","message":"a\nb","requestId":"id-1","tenantId":"blue"})"
            "\n");
  EXPECT_EQ(lambda_respond(script.runtime(), "x", 1, nullptr), LAMBDA_OK);
  EXPECT_EQ(written([&] { lambda_log(script.runtime(), LAMBDA_WARN, "x", 1); }).substr(40),
            R"("level":"WARN","message":"x"})"
            "\n");
}

TEST(CInterface, LogsAtTheNearestLevelThereIs) {
  Script script({});  // Which configures the log.
  EXPECT_TRUE(written([] { lambda_log(nullptr, 99, "x", 1); }).contains(" FATAL - x\n"));
  EXPECT_TRUE(written([] { lambda_log(nullptr, -1, "x", 1); }).contains(" TRACE - x\n"));
}

TEST(CInterface, SaysWhyItRefusesACall) {
  Script script({});
  const std::string said = written([&] { lambda_respond(script.runtime(), "x", 1, nullptr); });
  EXPECT_TRUE(
      said.ends_with(" ERROR - Runtime.Misused: lambda_respond: there is no event to "
                     "answer, or an argument is null\n"))
      << said;
}

TEST(CInterface, LogsWithoutAnEvent) {
  testing::internal::CaptureStderr();
  lambda_log(nullptr, LAMBDA_WARN, "text", 4);
  EXPECT_TRUE(testing::internal::GetCapturedStderr().ends_with(" WARN - text\n"));
}

// ---- Leaving.

/// A process that opens a runtime and guards its exits, then does `live`.
template <typename Life>
EndedProcess open_and(const ScriptedServer& server, Life life) {
  setenv("AWS_LAMBDA_RUNTIME_API", server.endpoint().authority.c_str(), 1);
  return crash::live([&] {
    lambda_runtime* runtime = nullptr;
    if (lambda_open(&runtime) != LAMBDA_OK) {
      _exit(99);
    }
    lambda_guard_exits(nullptr);
    life(runtime);
    std::exit(3);
  });
}

constexpr lambda_error kError{
    .type = {.bytes = "T", .size = 1}, .message = {.bytes = "m", .size = 1}, .stack = {}};

TEST(CHost, IsReportedWhenItExitsBeforeItsFirstEvent) {
  ScriptedServer server({{status(202)}});
  EXPECT_TRUE(open_and(server, [](lambda_runtime*) {}).has_exited(3));
  ASSERT_EQ(server.finish().size(), 1u);
  EXPECT_TRUE(server.finish()[0].starts_with("POST /2018-06-01/runtime/init/error "));
  EXPECT_TRUE(server.finish()[0].contains("Runtime.ExitError"));
}

TEST(CHost, IsReportedOnceWhenItFailsToInitialize) {
  ScriptedServer server({{status(202)}, {status(202)}});
  open_and(server, [](lambda_runtime* runtime) { lambda_fail_initialization(runtime, &kError); });
  ASSERT_EQ(server.finish().size(), 1u);
  EXPECT_TRUE(server.finish()[0].contains(R"("errorMessage":"m")"));
}

TEST(CHost, IsReportedWhenItExitsWithAnEvent) {
  ScriptedServer server({{event("a", "Lambda-Runtime-Invocation-Id: try-2\r\n")}, {status(202)}});
  const EndedProcess ended = open_and(server, [](lambda_runtime* runtime) {
    lambda_event got{};
    lambda_next(runtime, &got);
  });
  EXPECT_TRUE(ended.has_exited(3));
  ASSERT_EQ(server.finish().size(), 2u);
  EXPECT_TRUE(server.finish()[1].contains("/invocation/id-1/error "));
  EXPECT_TRUE(server.finish()[1].contains("Lambda-Runtime-Invocation-Id: try-2\r\n"));
  EXPECT_TRUE(ended.log.contains(" FATAL id-1 Runtime.ExitError: ")) << ended.log;
}

TEST(CHost, IsNotReportedWhenItOwesNothing) {
  using Life = void (*)(lambda_runtime*);
  for (const Life life : {Life{[](lambda_runtime* runtime) {
                            lambda_event got{};
                            lambda_next(runtime, &got);
                            lambda_respond(runtime, "x", 1, nullptr);
                          }},
                          Life{[](lambda_runtime* runtime) {
                            lambda_event got{};
                            lambda_next(runtime, &got);
                            lambda_fail(runtime, &kError);
                          }},
                          Life{[](lambda_runtime* runtime) {
                            lambda_event got{};
                            lambda_next(runtime, &got);
                            lambda_close(runtime);
                          }}}) {
    ScriptedServer server({{event("a"), status(202)}, {status(202)}});
    EXPECT_TRUE(open_and(server, life).has_exited(3));
    EXPECT_LE(server.finish().size(), 2u);
    EXPECT_FALSE(server.finish().back().contains("Runtime.ExitError"));
  }
}

TEST(CHost, LeavesInItsOwnWordsOnce) {
  ScriptedServer server({{event("a")}, {status(202)}, {status(202)}});
  open_and(server, [](lambda_runtime* runtime) {
    lambda_event got{};
    lambda_next(runtime, &got);
    lambda_report_leaving("Runtime.Mine", "mine");
  });
  ASSERT_EQ(server.finish().size(), 2u);
  EXPECT_TRUE(server.finish()[1].ends_with(
      R"({"errorMessage":"mine","errorType":"Runtime.Mine","stackTrace":[]})"));
}

}  // namespace
}  // namespace lambda
