// The words for each way a process ends.
#include "emulator/process/exit_status.h"

#include <sys/wait.h>

#include <csignal>
#include <string>

#include <gtest/gtest.h>

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

struct Row {
  int signal;
  const char* name;
};

class SignalName : public ::testing::TestWithParam<Row> {};

TEST_P(SignalName, IsLambdas) {
  EXPECT_EQ(describe_exit(GetParam().signal),
            std::string("Runtime exited with error: signal: ") + GetParam().name);
}

INSTANTIATE_TEST_SUITE_P(
    Table, SignalName,
    ::testing::Values(Row{SIGHUP, "hangup"}, Row{SIGINT, "interrupt"}, Row{SIGQUIT, "quit"},
                      Row{SIGILL, "illegal instruction"}, Row{SIGTRAP, "trace/breakpoint trap"},
                      Row{SIGABRT, "aborted"}, Row{SIGBUS, "bus error"},
                      Row{SIGFPE, "floating point exception"}, Row{SIGKILL, "killed"},
                      Row{SIGUSR1, "user defined signal 1"}, Row{SIGSEGV, "segmentation fault"},
                      Row{SIGUSR2, "user defined signal 2"}, Row{SIGPIPE, "broken pipe"},
                      Row{SIGALRM, "alarm clock"}, Row{SIGTERM, "terminated"},
                      Row{SIGXCPU, "CPU time limit exceeded"},
                      Row{SIGXFSZ, "file size limit exceeded"}, Row{SIGSYS, "bad system call"}));

}  // namespace
}  // namespace lambda::emulator
