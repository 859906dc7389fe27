// The life of one environment: which process an invocation gets, for how long, and what it carries
// over to the next.
#include "emulator/sandbox/execution_environment.h"

#include <chrono>
#include <regex>
#include <string>
#include <utility>

#include <gtest/gtest.h>

#include "emulator/testing/hosted_function.h"
#include "emulator/testing/test_function.h"
#include "emulator/testing/test_processes.h"

namespace lambda::emulator {
namespace {

using Function = testing::HostedFunction;
using std::chrono::milliseconds;

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

TEST(ExecutionEnvironment, GivesAnEventToANewProcessWhenTheOldOneEndsBeforeItAsks) {
  Function function("exit-late-after-answer");
  const std::string first = function.invoke("1").payload;
  EXPECT_TRUE(first.starts_with("[1,")) << first;
  // Sent while the first process still lives.
  const FunctionResult second = function.invoke("2");
  EXPECT_FALSE(second.is_function_error) << second.payload;
  EXPECT_TRUE(second.payload.starts_with("[2,")) << second.payload;
  EXPECT_NE(second.payload.substr(3), first.substr(3)) << "the same process";
  EXPECT_FALSE(has(second.log_tail, "Error")) << second.log_tail;
}

TEST(ExecutionEnvironment, EndsAProcessWithoutWorkAndStartsAnotherForTheNext) {
  const std::string name = testing::new_process_name();
  FunctionConfig config = testing::test_function("pid");
  config.environment = {{"PROCESS_NAME", name}};
  config.idle_max = milliseconds(50);
  Function function(config);
  const std::string first = function.invoke("1").payload;
  EXPECT_EQ(testing::processes_left(name), "");
  const FunctionResult second = function.invoke("1");
  EXPECT_FALSE(second.is_function_error) << second.payload;
  EXPECT_NE(second.payload, first);
  EXPECT_EQ(function.pool().size(), 1u);
}

TEST(ExecutionEnvironment, ServesOneVersionAndTellsItsProcess) {
  Function function("environment", 2);
  const std::string latest = function.invoke_version("$LATEST").payload;
  const std::string third = function.invoke_version("3").payload;
  EXPECT_TRUE(has(latest, R"("AWS_LAMBDA_FUNCTION_VERSION":"$LATEST")")) << latest;
  EXPECT_TRUE(has(third, R"("AWS_LAMBDA_FUNCTION_VERSION":"3")")) << third;
  EXPECT_TRUE(has(third, "/[3]")) << "the log stream's name " << third;
  EXPECT_EQ(function.pool().size(), 2u);
  // Each keeps its process; a third version takes the place of the one used longest ago.
  EXPECT_EQ(function.invoke_version("$LATEST").payload, latest);
  EXPECT_EQ(function.invoke_version("3").payload, third);
  EXPECT_TRUE(has(function.invoke_version("4").payload, R"("AWS_LAMBDA_FUNCTION_VERSION":"4")"));
  EXPECT_EQ(function.pool().size(), 2u);
  EXPECT_EQ(function.invoke_version("3").payload, third);
  EXPECT_NE(function.invoke_version("$LATEST").payload, latest) << "its process is another one";
}

/// The value of a variable or header in the JSON that the tests' bootstrap answers with.
std::string member(const std::string& json, const std::string& name) {
  const std::size_t at = json.find("\"" + name + "\":\"");
  if (at == std::string::npos) {
    return "";
  }
  const std::size_t start = at + name.size() + 4;
  return json.substr(start, json.find('"', start) - start);
}

TEST(ExecutionEnvironment, TellsTheFunctionWhenItIsTooLate) {
  Function function("headers");
  const auto now_ms = [] {
    return std::chrono::duration_cast<milliseconds>(
               std::chrono::system_clock::now().time_since_epoch())
        .count();
  };
  for (int i = 0; i < 2; ++i) {
    const auto before = now_ms();
    const std::string headers = function.invoke("1").payload;
    const auto timeout = testing::test_function("").timeout.count();
    const auto deadline = std::stoll(member(headers, "lambda-runtime-deadline-ms"));
    EXPECT_GE(deadline, before + timeout);
    EXPECT_LE(deadline, now_ms() + timeout);
    EXPECT_EQ(member(headers, "lambda-runtime-aws-request-id"), function.request_id());
  }
}

TEST(ExecutionEnvironment, NamesTheLogStreamOfEachProcess) {
  Function function("environment", 2);
  const std::string first =
      member(function.invoke_version("1").payload, "AWS_LAMBDA_LOG_STREAM_NAME");
  const std::string other =
      member(function.invoke_version("2").payload, "AWS_LAMBDA_LOG_STREAM_NAME");
  const std::regex form(R"(20\d\d/[01]\d/[0-3]\d/\[1\][0-9a-f]{32})");
  EXPECT_TRUE(std::regex_match(first, form)) << first;
  EXPECT_NE(first.substr(first.find(']')), other.substr(other.find(']')));
}

TEST(ExecutionEnvironment, ReportsAnErrorOfTheFunctionAsAnOrdinaryEnd) {
  Function function("error");
  const FunctionResult outcome = function.invoke("\"bad\"");
  EXPECT_TRUE(outcome.is_function_error);
  EXPECT_FALSE(has(outcome.log_tail, "Status:")) << outcome.log_tail;
  // Nothing of it is there in the next one.
  const FunctionResult next = function.invoke("1");
  EXPECT_FALSE(next.is_function_error);
  EXPECT_EQ(next.error_type, "");
}

TEST(ExecutionEnvironment, WaitsForTheLastLinesOfAnInitThatFailedButNotForEver) {
  for (const auto& [handler, is_there] :
       {std::pair("init-error-then-prints", true), std::pair("init-error-then-hangs", false)}) {
    const auto start = std::chrono::steady_clock::now();
    Function function(handler);
    const FunctionResult outcome = function.invoke("1");
    EXPECT_EQ(outcome.error_type, "Runtime.NoConfig");
    EXPECT_EQ(has(outcome.log_tail, "last words\n"), is_there) << outcome.log_tail;
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(8));
  }
}

TEST(ExecutionEnvironment, BeginsItsLogTailAnewForEachInvocation) {
  Function function("echo");
  const std::string first = function.invoke("\"first\"").log_tail;
  const std::string first_id = function.request_id();
  const std::string second = function.invoke("\"second\"").log_tail;
  EXPECT_TRUE(second.starts_with("START RequestId: " + function.request_id() + " Version"))
      << second;
  EXPECT_EQ(second.find("START"), second.rfind("START")) << second;
  EXPECT_FALSE(has(second, first_id)) << second;
  EXPECT_TRUE(has(first, first_id)) << first;
  EXPECT_FALSE(has(second, "Init Duration")) << second;
}

}  // namespace
}  // namespace lambda::emulator
