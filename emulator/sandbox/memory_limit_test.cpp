// A function that needs more memory than it has is ended, or told that it should have been.
#include "emulator/sandbox/memory_limit.h"

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <thread>

#include <gtest/gtest.h>

#include "emulator/testing/hosted_function.h"
#include "emulator/testing/test_function.h"
#include "emulator/testing/test_processes.h"

namespace lambda::emulator {
namespace {

using Function = testing::HostedFunction;

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

TEST(Memory, MoreThanTheFunctionHasEndsItAsOnLambda) {
  FunctionConfig config = testing::test_function("holds-memory");
  config.memory_mb = 256;
  Function function(config);
  EXPECT_EQ(function.invoke("16").payload, "16");
  const FunctionResult outcome = function.invoke("1025");
  EXPECT_EQ(outcome.error_type, "Runtime.ExitError");
  EXPECT_TRUE(has(outcome.payload, "Runtime exited with error: signal: killed"));
  EXPECT_TRUE(has(outcome.log_tail, "Status: error\tError Type: Runtime.OutOfMemory\n"))
      << outcome.log_tail;
  EXPECT_TRUE(has(outcome.log_tail,
                  " MB of memory and has 256 MB: it was ended, as Lambda does. "
                  "Give it more: memory = "))
      << outcome.log_tail;
  EXPECT_EQ(function.invoke("16").payload, "16");
}

TEST(Memory, IsHeldToInInitToo) {
  FunctionConfig config = testing::test_function("holds-memory-in-init");
  config.memory_mb = 128;
  const FunctionResult outcome = Function(config).invoke("1");
  EXPECT_EQ(outcome.error_type, "Runtime.ExitError");
  EXPECT_TRUE(has(outcome.payload, "signal: killed")) << outcome.payload;
  EXPECT_TRUE(has(outcome.log_tail, "Phase: init\tStatus: error\tError Type: Runtime.OutOfMemory"))
      << outcome.log_tail;
}

TEST(Memory, ThatIsHadForAMomentOnlyIsToldToo) {
  FunctionConfig config = testing::test_function("touches-memory");
  config.memory_mb = 256;
  Function function(config);
  EXPECT_FALSE(has(function.invoke("16").log_tail, "Give it more"));
  // Ended when a look falls into the moment, else warned of.
  EXPECT_TRUE(has(function.invoke("300").log_tail,
                  "Give it more: memory = 512 in its rule, or "
                  "--memory 512.\n"))
      << function.log();
  EXPECT_FALSE(has(function.invoke("16").log_tail, "Give it more")) << "told once";
}

/// A process that uses little, in the place of one that used what a test says.
FunctionProcess little_process() {
  const auto program = std::filesystem::absolute("emulator/testing/process_tree");
  return *FunctionProcess::start({program.string(), "/", {"TREE=alone"}});
}

TEST(MemoryLimit, CountsWhatTheKernelCannotTakeBack) {
  const FunctionProcess process = little_process();
  const auto past = [&](std::uint64_t peak_kb, std::uint64_t file_kb) {
    MemoryLimit limit(100);
    limit.begin_process();
    return limit.past_excess_mb(process, {.peak = peak_kb, .file = file_kb});
  };
  EXPECT_EQ(past(100 * 1024, 0), std::nullopt) << "all that it has";
  EXPECT_EQ(past(100 * 1024 + 1, 0), 101u);
  EXPECT_EQ(past(150 * 1024, 50 * 1024), std::nullopt) << "pages of files";
  EXPECT_EQ(past(0, 1), std::nullopt);
}

TEST(MemoryLimit, WarnsOfAProcessOnce) {
  const FunctionProcess process = little_process();
  MemoryLimit limit(100);
  limit.begin_process();
  const MemoryUse much{.peak = 200 * 1024};
  EXPECT_EQ(limit.past_excess_mb(process, much), 200u);
  EXPECT_EQ(limit.past_excess_mb(process, much), std::nullopt);
  limit.begin_process();
  EXPECT_EQ(limit.past_excess_mb(process, much), 200u);
}

TEST(MemoryLimit, LooksOnlyNowAndThen) {
  const FunctionProcess process = little_process();
  MemoryLimit limit(0);  // Any process is over it.
  limit.begin_process();
  EXPECT_GT(limit.next_check(), std::chrono::steady_clock::now());
  EXPECT_EQ(limit.excess_mb(process), std::nullopt) << "before its time";
  std::this_thread::sleep_until(limit.next_check());
  EXPECT_GT(limit.excess_mb(process).value_or(0), 0u);
  EXPECT_GT(limit.next_check(), std::chrono::steady_clock::now());
}

TEST(MemoryLimit, ProposesTheNextPowerOfTwo) {
  EXPECT_EQ(out_of_memory_line(129, 128),
            "The function used 129 MB of memory and has 128 MB: it was ended, as Lambda does. Give "
            "it more: memory = 256 in its rule, or --memory 256.\n");
  EXPECT_EQ(memory_warning_line(256, 128),
            "WARNING: for a moment the function used 256 MB of memory, but it has 128 MB: Lambda "
            "would have ended it. Give it more: memory = 512 in its rule, or --memory 512.\n");
}

}  // namespace
}  // namespace lambda::emulator
