// The life of one environment: which process an invocation gets, for how long, and what it carries
// over to the next.
#include "runtime/emulator/sandbox/environment.h"

#include <chrono>
#include <string>
#include <utility>

#include "gtest/gtest.h"
#include "runtime/emulator/testing/hosted_function.h"
#include "runtime/emulator/testing/test_function.h"
#include "runtime/emulator/testing/test_processes.h"

namespace lambda::emulator {
namespace {

using Function = testing::HostedFunction;
using std::chrono::milliseconds;

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

TEST(Environment, GivesAnEventToANewProcessWhenTheOldOneEndsBeforeItAsks) {
  Function function("exit-late-after-answer");
  const std::string first = function.invoke("1").payload;
  EXPECT_TRUE(first.starts_with("[1,")) << first;
  // Sent while the first process still lives.
  const Outcome second = function.invoke("2");
  EXPECT_FALSE(second.is_function_error) << second.payload;
  EXPECT_TRUE(second.payload.starts_with("[2,")) << second.payload;
  EXPECT_NE(second.payload.substr(3), first.substr(3)) << "the same process";
  EXPECT_FALSE(has(second.log_tail, "Error")) << second.log_tail;
}

TEST(Environment, EndsAProcessWithoutWorkAndStartsAnotherForTheNext) {
  const std::string name = testing::new_process_name();
  FunctionConfig config = testing::test_function("pid");
  config.environment = {{"PROCESS_NAME", name}};
  config.idle_max = milliseconds(50);
  Function function(config);
  const std::string first = function.invoke("1").payload;
  EXPECT_EQ(testing::processes_left(name), "");
  const Outcome second = function.invoke("1");
  EXPECT_FALSE(second.is_function_error) << second.payload;
  EXPECT_NE(second.payload, first);
  EXPECT_EQ(function.pool().size(), 1u);
}

TEST(Environment, ServesOneVersionAndTellsItsProcess) {
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

TEST(Environment, BeginsItsLogTailAnewForEachInvocation) {
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
