// Real processes, well behaved and not: what their callers get, and that the next invocation works.
#include "emulator/sandbox/environment_pool.h"

#include <atomic>
#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "emulator/testing/hosted_function.h"
#include "emulator/testing/test_function.h"

namespace lambda::emulator {
namespace {

using std::chrono::milliseconds;

using Function = testing::HostedFunction;

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

TEST(ExecutionEnvironment, AnswersAndReports) {
  Function function("echo");
  const FunctionResult outcome = function.invoke("{\"a\": 1}");
  EXPECT_EQ(outcome.payload, "{\"a\": 1}");
  EXPECT_FALSE(outcome.is_function_error);
  const std::string log = function.log();
  EXPECT_TRUE(log.starts_with("START RequestId: ")) << log;
  EXPECT_TRUE(has(log, " Version: $LATEST\nEND RequestId: ")) << log;
  EXPECT_TRUE(has(log, "\tMemory Size: 1024 MB\tMax Memory Used: ")) << log;
  EXPECT_TRUE(has(log, "\tInit Duration: ")) << log;
  EXPECT_FALSE(has(log, "Max Memory Used: 0 MB")) << log;
}

TEST(ExecutionEnvironment, ReusesItsProcess) {
  Function function("pid");
  const std::string pid = function.invoke("1").payload;
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(function.invoke("1").payload, pid);
  }
  EXPECT_EQ(function.pool().size(), 1u);
}

TEST(ExecutionEnvironment, GivesTheFunctionItsHeadersAndVariables) {
  Function headers("headers");
  const std::string seen = headers.invoke("1").payload;
  for (const char* name : {"lambda-runtime-aws-request-id", "lambda-runtime-deadline-ms",
                           "lambda-runtime-invoked-function-arn", "lambda-runtime-trace-id",
                           "lambda-runtime-invocation-id"}) {
    EXPECT_TRUE(has(seen, name)) << seen;
  }
  FunctionConfig config = testing::test_function("environment");
  config.environment = {{"USER_VARIABLE", "value"}};
  Function environment(config);
  const std::string variables = environment.invoke("1").payload;
  EXPECT_TRUE(has(variables, R"("USER_VARIABLE":"value")")) << variables;
  EXPECT_FALSE(has(variables, "IMAGE_VARIABLE")) << variables;
  EXPECT_TRUE(has(variables, "\"cwd\":\"" + config.task_root + "\"")) << variables;
}

TEST(ExecutionEnvironment, CapturesWhatTheFunctionPrints) {
  Function function("log");
  const FunctionResult outcome = function.invoke("1");
  for (const std::string& log : {outcome.log_tail, function.log()}) {
    EXPECT_TRUE(has(log, "to standard output\n")) << log;
    EXPECT_TRUE(has(log, "without end\n")) << log;
    EXPECT_TRUE(has(log, "to standard error\n")) << log;
    EXPECT_LT(log.find("without end"), log.find("END RequestId"));
  }
}

TEST(ExecutionEnvironment, KeepsTheLast4KilobytesOfAFlood) {
  Function function("flood");
  const FunctionResult outcome = function.invoke("1");
  EXPECT_EQ(outcome.payload, "1");
  EXPECT_EQ(outcome.log_tail.size(), 4096u);
  EXPECT_TRUE(has(outcome.log_tail, "line 19999\nEND RequestId"));
  EXPECT_TRUE(has(function.log(), "\nline 0\nline 1\n"));
}

struct Misbehaviour {
  const char* handler;
  const char* error_type;
  const char* message;  // After "RequestId: … Error: ".
};

class MidInvocation : public ::testing::TestWithParam<Misbehaviour> {};

TEST_P(MidInvocation, IsAFunctionErrorAndTheNextInvocationWorks) {
  FunctionConfig config = testing::test_function(GetParam().handler);
  config.timeout = milliseconds(1000);
  Function function(config);
  EXPECT_EQ(function.invoke("\"good\"").payload, "\"good\"");
  const FunctionResult bad = function.invoke("\"bad\"");
  EXPECT_TRUE(bad.is_function_error);
  EXPECT_EQ(bad.error_type, GetParam().error_type);
  EXPECT_EQ(bad.payload, std::string(R"({"errorType":")") + GetParam().error_type +
                             R"(","errorMessage":")" + function.prefix() + GetParam().message +
                             "\"}");
  const FunctionResult next = function.invoke("\"good again\"");
  EXPECT_EQ(next.payload, "\"good again\"");
  EXPECT_FALSE(next.is_function_error);
}

INSTANTIATE_TEST_SUITE_P(
    Table, MidInvocation,
    ::testing::Values(
        Misbehaviour{"exit", "Runtime.ExitError", "Runtime exited with error: exit status 9"},
        Misbehaviour{"exit-zero", "Runtime.ExitError", "Runtime exited without providing a reason"},
        Misbehaviour{"kill", "Runtime.ExitError", "Runtime exited with error: signal: killed"},
        Misbehaviour{"hang", "Sandbox.Timedout", "Task timed out after 1.00 seconds"},
        Misbehaviour{"cut", "Runtime.TruncatedResponse",
                     "The connection closed before the response was complete"}),
    [](const auto& info) {
      std::string name = info.param.handler;
      std::erase(name, '-');
      return name;
    });

TEST(ExecutionEnvironment, NamesTheSignalOfACrash) {
  for (const auto& [handler, signal] :
       {std::pair("crash", "signal: aborted"), std::pair("fault", "signal: segmentation fault")}) {
    Function function(handler);
    EXPECT_TRUE(has(function.invoke("\"bad\"").payload, signal));
    EXPECT_TRUE(has(function.log(), signal));
    EXPECT_EQ(function.invoke("1").payload, "1");
  }
}

TEST(ExecutionEnvironment, WritesTheTimeoutIntoTheLogAsLambdaDoes) {
  FunctionConfig config = testing::test_function("hang");
  config.timeout = milliseconds(300);
  Function function(config);
  const FunctionResult outcome = function.invoke("\"bad\"");
  EXPECT_TRUE(has(outcome.log_tail, "Task timed out after 0.30 seconds\n\nEND RequestId: "));
  EXPECT_TRUE(has(outcome.log_tail, "\tDuration: 300.00 ms\t")) << outcome.log_tail;
  EXPECT_TRUE(has(outcome.log_tail, "\tStatus: timeout\n"));
}

TEST(ExecutionEnvironment, RefusesAnAnswerOf7MegabytesAndKeepsTheProcess) {
  Function function("large");
  const FunctionResult bad = function.invoke("\"bad\"");
  EXPECT_EQ(bad.error_type, "Function.ResponseSizeTooLarge");
  EXPECT_TRUE(has(bad.payload, "maximum allowed payload size (6291556 bytes)"));
  EXPECT_EQ(function.invoke("1").payload, "1");
  EXPECT_EQ(function.log().find("Init Duration"), function.log().rfind("Init Duration"));
}

TEST(ExecutionEnvironment, CutsOffAnAnswerOf900Megabytes) {
  Function function("huge");
  EXPECT_EQ(function.invoke("\"bad\"").error_type, "Function.ResponseSizeTooLarge");
  EXPECT_EQ(function.invoke("1").payload, "1");
}

TEST(ExecutionEnvironment, CarriesAnEventOf6Megabytes) {
  Function function("echo");
  const std::string event = "\"" + std::string(kEventBytesMax - 2, 'e') + "\"";
  EXPECT_EQ(function.invoke(event).payload, event);
}

TEST(ExecutionEnvironment, PassesOnAnErrorWithACauseOf900Kilobytes) {
  Function function("error");
  const FunctionResult bad = function.invoke("\"bad\"");
  EXPECT_TRUE(bad.is_function_error);
  EXPECT_EQ(bad.error_type, "Function.Broken");
  EXPECT_EQ(bad.payload, R"({"errorMessage":"it broke","errorType":"Broken"})");
  EXPECT_EQ(function.invoke("1").payload, "1");
}

struct Answer {
  const char* handler;
  const char* payload;
};

class OddAnswer : public ::testing::TestWithParam<Answer> {};

TEST_P(OddAnswer, IsTakenByTheRules) {
  Function function(GetParam().handler);
  EXPECT_EQ(function.invoke("\"bad\"").payload, GetParam().payload);
  EXPECT_EQ(function.invoke("2").payload, "2");
}

INSTANTIATE_TEST_SUITE_P(Table, OddAnswer,
                         ::testing::Values(Answer{"twice", "\"first\""},
                                           Answer{"stream", "\"abc\""},
                                           Answer{"stream-error", R"({"error":1})"},
                                           Answer{"not-http", "400"},
                                           // Wrong id, other attempt, next too early, init error
                                           // too late, two paths that there are not.
                                           Answer{"bad-posts", "[400,410,403,403,404,404]"},
                                           Answer{"new-connections", "\"bad\""}),
                         [](const auto& info) {
                           std::string name = info.param.handler;
                           std::erase(name, '-');
                           return name;
                         });

TEST(ExecutionEnvironment, StartsAProcessAnewThatEndedAfterItsAnswer) {
  Function function("exit-after-answer");
  for (int i = 0; i < 5; ++i) {
    const FunctionResult outcome = function.invoke(std::to_string(i));
    EXPECT_EQ(outcome.payload, std::to_string(i));
    EXPECT_FALSE(outcome.is_function_error);
  }
}

TEST(ExecutionEnvironment, GivesUpOnAProcessThatNeverTakesItsEvent) {
  Function function("next-then-exit");
  const FunctionResult outcome = function.invoke("1");
  EXPECT_EQ(outcome.error_type, "Runtime.ExitError");
  EXPECT_TRUE(has(outcome.payload, "exit status 5")) << outcome.payload;
}

class InInit : public ::testing::TestWithParam<Answer> {};

TEST_P(InInit, AnExitIsAFunctionErrorEveryTime) {
  Function function(GetParam().handler);
  for (int i = 0; i < 2; ++i) {
    const FunctionResult outcome = function.invoke("1");
    EXPECT_EQ(outcome.error_type, "Runtime.ExitError");
    EXPECT_TRUE(has(outcome.payload, function.prefix() + GetParam().payload)) << outcome.payload;
    EXPECT_TRUE(has(outcome.log_tail, "Phase: init\tStatus: error\tError Type: Runtime.ExitError"))
        << outcome.log_tail;
  }
}

INSTANTIATE_TEST_SUITE_P(
    Table, InInit,
    ::testing::Values(Answer{"exit-in-init", "Runtime exited with error: exit status 3"},
                      Answer{"kill-in-init", "Runtime exited with error: signal: killed"}),
    [](const auto& info) { return info.index == 0 ? "exit" : "kill"; });

TEST(ExecutionEnvironment, PassesOnAnInitError) {
  Function function("init-error");
  const FunctionResult outcome = function.invoke("1");
  EXPECT_TRUE(outcome.is_function_error);
  EXPECT_EQ(outcome.error_type, "Runtime.NoConfig");
  EXPECT_EQ(outcome.payload, R"({"errorMessage":"no config","errorType":"NoConfig"})");
  EXPECT_TRUE(has(outcome.log_tail, "about to fail\n")) << outcome.log_tail;
}

TEST(ExecutionEnvironment, StartsASlowInitAgainWithinTheInvocation) {
  FunctionConfig config = testing::test_function("hang-in-init");
  config.init_timeout = milliseconds(200);
  config.timeout = milliseconds(300);
  Function function(config);
  const FunctionResult outcome = function.invoke("1");
  EXPECT_EQ(outcome.error_type, "Sandbox.Timedout");
  EXPECT_TRUE(has(outcome.log_tail, "Phase: init\tStatus: timeout\n")) << outcome.log_tail;
}

TEST(ExecutionEnvironment, ReportsAProgramThatCannotRun) {
  FunctionConfig config = testing::test_function("echo");
  config.bootstrap = "/no/such/bootstrap";
  const FunctionResult missing = Function(config).invoke("1");
  EXPECT_EQ(missing.error_type, "Runtime.InvalidEntrypoint");
  EXPECT_TRUE(has(missing.payload, "Couldn't find valid bootstrap(s): [/no/such/bootstrap]"));
  config.bootstrap = "/etc/passwd";
  const FunctionResult no_program = Function(config).invoke("1");
  EXPECT_EQ(no_program.error_type, "Runtime.InvalidEntrypoint");
  EXPECT_TRUE(has(no_program.payload, "fork/exec /etc/passwd: Permission denied"));
  config = testing::test_function("echo");
  config.task_root = "/no/such/folder";
  EXPECT_EQ(Function(config).invoke("1").error_type, "Runtime.InvalidWorkingDir");
}

TEST(EnvironmentPool, ServesOverlappingInvocationsInProcessesOfTheirOwn) {
  constexpr int kCallers = 4;
  Function function("slow", kCallers);
  std::vector<std::thread> callers;
  std::atomic<int> right = 0;
  const auto start = std::chrono::steady_clock::now();
  for (int i = 0; i < kCallers; ++i) {
    callers.emplace_back([&, i] {
      auto outcome = function.pool().invoke_now(testing::test_invocation(std::to_string(i)));
      if (outcome && outcome->payload == std::to_string(i)) {
        ++right;
      }
    });
  }
  for (std::thread& caller : callers) {
    caller.join();
  }
  EXPECT_EQ(right, kCallers);
  EXPECT_EQ(function.pool().size(), 4u);
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(10));
}

TEST(EnvironmentPool, RefusesMoreThanItsBound) {
  Function function("slow", 1);
  std::thread first([&] { function.invoke("1"); });
  while (function.pool().size() == 0) {
    std::this_thread::yield();
  }
  EXPECT_FALSE(function.pool().invoke_now(testing::test_invocation("2")).has_value());
  const auto waited = function.pool().invoke_when_free(testing::test_invocation("3"));
  ASSERT_TRUE(waited.has_value());
  EXPECT_EQ(waited->payload, "3");
  first.join();
}

TEST(EnvironmentPool, EndsWhatRunsWhenItIsStopped) {
  Function function("hang");
  std::thread stopper([&] {
    while (!has(function.log(), "START")) {
      std::this_thread::yield();
    }
    function.pool().stop();
  });
  const FunctionResult outcome = function.invoke("\"bad\"");
  stopper.join();
  EXPECT_EQ(outcome.error_type, "Sandbox.Failure");
  EXPECT_TRUE(has(outcome.log_tail, "\tStatus: error\tError Type: Sandbox.Failure\n"))
      << outcome.log_tail;
  EXPECT_FALSE(function.pool().invoke_now(testing::test_invocation("1")).has_value());
}

}  // namespace
}  // namespace lambda::emulator
