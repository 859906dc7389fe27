// The words for each way a process ends.
#include "runtime/emulator/process/exit_status.h"

#include <sys/wait.h>

#include <csignal>

#include "gtest/gtest.h"

namespace lambda::emulator {
namespace {

constexpr int kCoreDumped = 0x80;

TEST(DescribeExit, IsWordedAsLambdaWordsIt) {
  EXPECT_EQ(describe_exit(0), "Runtime exited without providing a reason");
  EXPECT_EQ(describe_exit(1 << 8), "Runtime exited with error: exit status 1");
  EXPECT_EQ(describe_exit(127 << 8), "Runtime exited with error: exit status 127");
  EXPECT_EQ(describe_exit(SIGKILL), "Runtime exited with error: signal: killed");
  EXPECT_EQ(describe_exit(SIGSEGV | kCoreDumped),
            "Runtime exited with error: signal: segmentation fault (core dumped)");
  EXPECT_EQ(describe_exit(SIGSTKFLT), "Runtime exited with error: signal: signal 16");
}

}  // namespace
}  // namespace lambda::emulator
