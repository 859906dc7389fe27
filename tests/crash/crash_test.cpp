// A C++ handler that ends its process, under both emulators: its caller and its log are told how,
// and the next event is served by another process.
#include <memory>
#include <regex>

#include <gtest/gtest.h>

#include "tests/peers/emulator.h"
#include "tests/peers/http.h"
#include "tests/peers/runfile.h"

namespace lambda::peers {
namespace {

class CrashingHandler : public testing::TestWithParam<Emulator> {
 protected:
  void start(std::map<std::string, std::string> environment) {
    auto started = start_emulator({.emulator = GetParam(),
                                   .bootstrap = runfile("CRASH_BOOTSTRAP"),
                                   .environment = std::move(environment)});
    ASSERT_TRUE(started.has_value()) << started.error().message;
    emulator_ = std::move(*started);
  }
  std::string answer(const std::string& event) {
    const auto answered = invoke(emulator_->port(), event);
    EXPECT_TRUE(answered.has_value()) << answered.error().message << emulator_->log();
    return answered ? answered->body : "";
  }
  std::string log() { return emulator_->log(); }

 private:
  std::unique_ptr<Server> emulator_;
};

const std::regex kStack(R"x("bootstrap\+0x[0-9a-f]+",.*"build-id [0-9a-f]{40}")x");

struct Row {
  std::string event;
  std::string type;
  std::string message;
};

TEST_P(CrashingHandler, TellsHowItEnds) {
  ASSERT_NO_FATAL_FAILURE(start({}));
  const std::vector<Row> rows = {
      {"\"segv\"", "Runtime.Fault", "SIGSEGV: there is no access to memory at 0000000000000008"},
      {"\"bus\"", "Runtime.Fault", "SIGBUS was sent by this process itself"},
      {"\"full stack\"", "Runtime.Fault", "SIGSEGV: there is no access to memory at "},
      {"\"abort\"", "Runtime.Aborted", "SIGABRT: abort() was called; the log may say why"},
      {"\"exit\"", "Runtime.ExitError", "the process called exit(); its log may say why"},
      {"\"terminate\"", "Runtime.Terminated",
       "std::terminate() was called: an exception that nothing catches, std::runtime_error: no "
       "way out"},
  };
  std::string process = answer("1");
  for (const Row& row : rows) {
    const std::string told = answer(row.event);
    EXPECT_TRUE(told.contains("\"errorMessage\":\"" + row.message)) << told << log();
    EXPECT_TRUE(told.contains("\"errorType\":\"" + row.type + "\"")) << told;
    EXPECT_TRUE(std::regex_search(told, kStack)) << told;
    EXPECT_TRUE(log().contains(row.type + ": " + row.message)) << log();
    const std::string next = answer("1");
    EXPECT_TRUE(std::regex_match(next, std::regex("[0-9]+"))) << next;
    EXPECT_NE(next, process);
    process = next;
  }
}

TEST_P(CrashingHandler, ServesOnAfterAnException) {
  ASSERT_NO_FATAL_FAILURE(start({}));
  const std::string process = answer("1");
  const std::string told = answer("\"throw\"");
  EXPECT_TRUE(told.contains("std::runtime_error")) << told;
  EXPECT_TRUE(std::regex_search(told, kStack)) << told;
  EXPECT_EQ(answer("1"), process);
}

TEST_P(CrashingHandler, IsNotSpokenForByItsChild) {
  ASSERT_NO_FATAL_FAILURE(start({}));
  const std::string process = answer("1");
  EXPECT_EQ(answer("\"child\""), process) << log();
  EXPECT_EQ(answer("1"), process) << log();
}

TEST_P(CrashingHandler, TellsThatItsInitializationExits) {
  ASSERT_NO_FATAL_FAILURE(start({{"EXIT_AT_ONCE", "1"}}));
  const std::string told = answer("1");
  EXPECT_TRUE(told.contains("Runtime.ExitError")) << told;
  EXPECT_TRUE(told.contains("the process called exit()")) << told;
}

TEST_P(CrashingHandler, LogsInJson) {
  ASSERT_NO_FATAL_FAILURE(
      start({{"AWS_LAMBDA_LOG_FORMAT", "JSON"}, {"AWS_LAMBDA_LOG_LEVEL", "INFO"}}));
  answer("\"segv\"");
  EXPECT_TRUE(std::regex_search(
      log(), std::regex(R"x(\{"timestamp":"[0-9T:.-]+Z","level":"INFO","message":"the event is )x"
                        R"x(\\"segv\\"","requestId":"[0-9a-f-]{36}"\}\n)x")))
      << log();
  EXPECT_TRUE(std::regex_search(
      log(),
      std::regex(R"x("level":"FATAL","message":"SIGSEGV: [^"]+","requestId":"[0-9a-f-]{36}",)x"
                 R"x("errorType":"Runtime.Fault","stackTrace":\["bootstrap\+0x[^\n]+\]\}\n)x")))
      << log();
}

INSTANTIATE_TEST_SUITE_P(Emulators, CrashingHandler,
                         testing::Values(Emulator::kOurs, Emulator::kAws), [](const auto& info) {
                           return info.param == Emulator::kOurs ? "Ours" : "Aws";
                         });

}  // namespace
}  // namespace lambda::peers
