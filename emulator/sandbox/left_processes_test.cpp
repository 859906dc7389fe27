// Functions that daemonise, fork and crash, many times over, leave no process and no zombie.
#include <atomic>
#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "emulator/sandbox/environment_pool.h"
#include "emulator/testing/memory_sink.h"
#include "emulator/testing/test_function.h"
#include "emulator/testing/test_processes.h"

namespace lambda::emulator {
namespace {

constexpr int kCallers = 4;
constexpr int kKinds = 5;  // Two answer, one aborts, one exits, one is killed: bootstrap.cpp.

int invocations() {
  const char* count = std::getenv("INVOCATIONS");
  return count == nullptr ? 400 : std::atoi(count);
}

/// Forgets everything: the log of ten thousand crashes is of no use.
class NoSink : public LogSink {
 public:
  void write(std::string_view) override {}
};

TEST(LeftProcesses, AreNoneAfterFunctionsThatDaemoniseForkAndCrash) {
  const std::string name = testing::new_process_name();
  FunctionConfig config = testing::test_function("leaves");
  config.environment = {{"PROCESS_NAME", name}};
  NoSink sink;
  EnvironmentPool pool(config, {}, sink, kCallers);
  std::atomic<int> next = 0;
  std::atomic<int> answered = 0;
  std::atomic<int> failed = 0;
  const int count = invocations();
  std::vector<std::thread> callers;
  for (int i = 0; i < kCallers; ++i) {
    callers.emplace_back([&] {
      for (int event = 0; (event = next++) < count;) {
        const auto outcome = pool.invoke_now(testing::test_invocation(std::to_string(event)));
        if (!outcome) {
          continue;
        }
        ++(outcome->is_function_error ? failed : answered);
      }
    });
  }
  for (std::thread& caller : callers) {
    caller.join();
  }
  EXPECT_EQ(answered, count / kKinds * 2);
  EXPECT_EQ(failed, count / kKinds * 3);
  EXPECT_EQ(testing::zombies_left(name), "");
  pool.stop();
  EXPECT_EQ(testing::processes_left(name), "");
}

TEST(LeftProcesses, AreEndedByTheTimeLimit) {
  const std::string name = testing::new_process_name();
  FunctionConfig config = testing::test_function("hang");
  config.environment = {{"PROCESS_NAME", name}};
  config.timeout = std::chrono::milliseconds(1000);
  testing::MemorySink sink;
  EnvironmentPool pool(config, {}, sink, 1);
  const auto outcome = pool.invoke_now(testing::test_invocation("\"bad\""));
  ASSERT_TRUE(outcome.has_value());
  EXPECT_EQ(outcome->error_type, "Sandbox.Timedout");
  EXPECT_EQ(testing::processes_left(name), "");
}

}  // namespace
}  // namespace lambda::emulator
