// What lambda::run() leaves in the log, and what it reports when the handler ends the process: each
// a process of its own, against a server that follows a script.
#include <signal.h>

#include <cstdlib>
#include <stdexcept>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "runtime/connection/scripted_server.h"
#include "runtime/crash/ended_process.h"
#include "runtime/lambda.h"

namespace lambda {
namespace {

using connection::make_answer;
using connection::ScriptedServer;
using crash::EndedProcess;

const connection::ScriptedExchange kEvent{
    .answer = make_answer(200,
                          "Lambda-Runtime-Aws-Request-Id: id-1\r\n"
                          "Lambda-Runtime-Deadline-Ms: 4102444800000\r\n"
                          "Lambda-Runtime-Aws-Tenant-Id: blue\r\n",
                          "event")};
const connection::ScriptedExchange kTaken{.answer = make_answer(202, "", "")};
const connection::ScriptedExchange kNoMore{.answer = make_answer(500, "", "")};

/// A process whose main() is `return run(handler)`.
template <typename Handler>
EndedProcess run_alone(const ScriptedServer& server, Handler handler) {
  return crash::live([&] {
    setenv("AWS_LAMBDA_RUNTIME_API", server.endpoint().authority.c_str(), 1);
    std::exit(run(handler));
  });
}

volatile std::uintptr_t eight = 8;

void throw_error() { throw std::runtime_error("no way"); }

struct WayOut {
  void (*leave)();
  int signal;
  const char* type;
  const char* message;
};
class RunWithAHandlerThatLeaves : public testing::TestWithParam<WayOut> {};

TEST_P(RunWithAHandlerThatLeaves, ReportsItForTheEvent) {
  const WayOut& way = GetParam();
  ScriptedServer server({{kEvent}, {kTaken}});
  const EndedProcess ended =
      run_alone(server, [&](std::string_view) -> std::string { way.leave(), std::abort(); });
  EXPECT_TRUE(way.signal == 0 ? ended.has_exited(3) : ended.was_ended_by(way.signal));
  ASSERT_EQ(server.finish().size(), 2u) << ended.log;
  const std::string& report = server.finish()[1];
  EXPECT_TRUE(report.starts_with("POST /2018-06-01/runtime/invocation/id-1/error ")) << report;
  EXPECT_TRUE(report.contains(std::string("{\"errorMessage\":\"") + way.message +
                              "\",\"errorType\":\"" + way.type +
                              "\",\"stackTrace\":[\"bootstrap+0x"))
      << report;
  EXPECT_TRUE(ended.log.contains(std::string(" FATAL id-1 tenant=blue ") + way.type + ": " +
                                 way.message + "\r    bootstrap+0x"))
      << ended.log;
}

INSTANTIATE_TEST_SUITE_P(
    All, RunWithAHandlerThatLeaves,
    testing::Values(WayOut{[] { std::exit(3); }, 0, "Runtime.ExitError",
                           "the process called exit(); its log may say why"},
                    WayOut{[] { std::abort(); }, SIGABRT, "Runtime.Aborted",
                           "SIGABRT: abort() was called; the log may say why"},
                    WayOut{[] { *reinterpret_cast<volatile int*>(eight) = 1; }, SIGSEGV,
                           "Runtime.Fault",
                           "SIGSEGV: there is no access to memory at 0000000000000008"},
                    WayOut{[]() noexcept { throw_error(); }, SIGABRT, "Runtime.Terminated",
                           "std::terminate() was called: an exception that nothing catches, "
                           "std::runtime_error: no way"}));

TEST(RunAlone, ReportsAFactoryThatExits) {
  ScriptedServer server({{kTaken}});
  const EndedProcess ended =
      run_alone(server, []() -> std::string (*)(std::string_view) { std::exit(3); });
  EXPECT_TRUE(ended.has_exited(3));
  ASSERT_EQ(server.finish().size(), 1u);
  EXPECT_TRUE(server.finish()[0].starts_with("POST /2018-06-01/runtime/init/error "));
  EXPECT_TRUE(server.finish()[0].contains("Runtime.ExitError"));
}

TEST(RunAlone, ReportsAFactoryThatFailsOnce) {
  ScriptedServer server({{kTaken}, {kTaken}});
  const EndedProcess ended = run_alone(
      server, []() -> std::string (*)(std::string_view) { throw std::runtime_error("no model"); });
  EXPECT_TRUE(ended.has_exited(1));
  ASSERT_EQ(server.finish().size(), 1u);
  EXPECT_TRUE(server.finish()[0].contains("no model"));
  EXPECT_TRUE(ended.log.contains(" FATAL - std::runtime_error: initialization failed: no model\r"))
      << ended.log;
}

TEST(RunAlone, ReportsNothingWhenItEndsBetweenEvents) {
  ScriptedServer server({{kEvent, kTaken, kNoMore}, {kTaken}});
  const EndedProcess ended =
      run_alone(server, [](std::string_view event) { return std::string(event); });
  EXPECT_TRUE(ended.has_exited(1));
  EXPECT_EQ(server.finish().size(), 3u);
}

TEST(RunAlone, LogsWhatTheHandlerSays) {
  ScriptedServer server({{kEvent, kTaken, kNoMore}});
  const EndedProcess ended = run_alone(server, [](std::string_view event, const Context& context) {
    context.log().info("got {} bytes", event.size());
  });
  EXPECT_TRUE(ended.log.contains(" INFO id-1 tenant=blue got 5 bytes\n")) << ended.log;
}

TEST(RunAlone, LogsAsTheFunctionIsConfigured) {
  setenv("AWS_LAMBDA_LOG_FORMAT", "JSON", 1);
  setenv("AWS_LAMBDA_LOG_LEVEL", "ERROR", 1);
  ScriptedServer server({{kEvent, kTaken, kNoMore}});
  const EndedProcess ended = run_alone(server, [](std::string_view, const Context& context) {
    context.log().warn("quiet");
    context.log().error("loud");
    throw std::runtime_error("two\nlines");
  });
  unsetenv("AWS_LAMBDA_LOG_FORMAT");
  unsetenv("AWS_LAMBDA_LOG_LEVEL");
  std::vector<std::string> lines;
  for (std::size_t begin = 0; begin < ended.log.size();) {
    const std::size_t end = ended.log.find('\n', begin);
    lines.push_back(ended.log.substr(begin, end - begin));
    begin = end + 1;
  }
  ASSERT_EQ(lines.size(), 3u) << ended.log;
  EXPECT_TRUE(lines[0].ends_with(
      R"("level":"ERROR","message":"loud","requestId":"id-1","tenantId":"blue"})"))
      << lines[0];
  EXPECT_TRUE(lines[1].contains(
      R"("level":"ERROR","message":"two\nlines","requestId":"id-1","tenantId":"blue",)"
      R"("errorType":"std::runtime_error","stackTrace":["bootstrap+0x)"))
      << lines[1];
  EXPECT_TRUE(lines[2].contains(R"("level":"FATAL","message":"exiting: )")) << lines[2];
}

TEST(RunAlone, LogsAnErrorAsOneEvent) {
  ScriptedServer server({{kEvent, kTaken, kNoMore}});
  const EndedProcess ended = run_alone(server, [](std::string_view) {
    throw std::runtime_error("two\n2026-11-24T00:00:00.000Z FATAL id-1 lines");
  });
  const std::string first = ended.log.substr(0, ended.log.find('\n'));
  EXPECT_TRUE(first.contains(" ERROR id-1 tenant=blue std::runtime_error: two\r2026-")) << first;
  EXPECT_TRUE(first.contains("lines\r    bootstrap+0x")) << first;
  EXPECT_TRUE(first.contains("\r    build-id ")) << first;
}

}  // namespace
}  // namespace lambda
