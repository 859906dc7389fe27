// Whatever a program leaves behind, wherever it went, is ended and reaped with it.
#include "emulator/process/function_process.h"

#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <string>

#include <gtest/gtest.h>

#include "emulator/testing/test_processes.h"

namespace lambda::emulator {
namespace {

using testing::processes_left;
using testing::processes_named;

FunctionProcessSpec tree(const std::string& kind, const std::string& name) {
  return {std::filesystem::absolute("emulator/testing/process_tree").string(),
          "/",
          {"TREE=" + kind, "PROCESS_NAME=" + name}};
}

/// A started program with a name of its own.
struct Tree {
  explicit Tree(const std::string& kind)
      : name(testing::new_process_name()), process(*FunctionProcess::start(tree(kind, name))) {}

  /// Until it has said so, or its output ended.
  void await_ready() {
    pollfd polled{process.stdout_fd(), POLLIN, 0};
    ::poll(&polled, 1, 60'000);
  }
  /// Its wait status, once it ended by itself.
  int await_exit() {
    while (!process.wait_status()) {
      pollfd polled{process.exit_fd(), POLLIN, 0};
      ::poll(&polled, 1, 60'000);
    }
    return *process.wait_status();
  }

  std::string name;
  FunctionProcess process;
};

class LeftBehind : public ::testing::TestWithParam<const char*> {
 protected:
  // As the entrypoint does; a keeper that was killed leaves its children to this program.
  LeftBehind() { ::prctl(PR_SET_CHILD_SUBREAPER, 1); }
};

TEST_P(LeftBehind, IsEndedAndReapedByKill) {
  Tree tree(GetParam());
  tree.await_ready();
  EXPECT_FALSE(processes_named(tree.name).empty());
  const auto start = std::chrono::steady_clock::now();
  tree.process.kill();
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(8));
  EXPECT_EQ(processes_left(tree.name), "");
  EXPECT_EQ(tree.process.left_over(), std::vector<pid_t>());
}

TEST_P(LeftBehind, IsEndedWithTheObject) {
  std::string name;
  {
    Tree tree(GetParam());
    tree.await_ready();
    name = tree.name;
  }
  EXPECT_EQ(processes_left(name), "");
}

INSTANTIATE_TEST_SUITE_P(Kinds, LeftBehind,
                         ::testing::Values("alone", "sessions", "daemon", "ended", "rabbit",
                                           "kill-keeper", "stop-keeper"),
                         [](const auto& info) {
                           std::string name = info.param;
                           std::erase(name, '-');
                           return name;
                         });

TEST(FunctionProcess, HasFiveHundredSessionsBeforeTheyAreEnded) {
  Tree tree("sessions");
  tree.await_ready();
  EXPECT_EQ(processes_named(tree.name).size(), 501u);
}

TEST(FunctionProcess, ReapsWhatEndsWhileItLives) {
  Tree tree("ended");
  tree.await_ready();
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  while (processes_named(tree.name).size() != 1 && std::chrono::steady_clock::now() < deadline) {
    ::usleep(1000);
  }
  const auto seen = processes_named(tree.name);
  ASSERT_EQ(seen.size(), 1u);
  EXPECT_EQ(seen[0].state, 'S') << "the program itself";
  EXPECT_FALSE(tree.process.wait_status().has_value());
}

TEST(FunctionProcess, TellsItsOwnExitWhileADaemonLivesOn) {
  Tree tree("exit");
  const int status = tree.await_exit();
  ASSERT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 3);
  EXPECT_EQ(tree.process.wait_status(), status) << "the same at every call";
  EXPECT_GT(tree.process.peak_memory_mb(), 0u);
  EXPECT_EQ(processes_named(tree.name).size(), 1u) << "the daemon";
  tree.process.kill();
  EXPECT_EQ(processes_left(tree.name), "");
  EXPECT_EQ(tree.process.wait_status(), status);
}

TEST(FunctionProcess, IsEndedByItsSignalWhenItEndsItsKeeper) {
  ::prctl(PR_SET_CHILD_SUBREAPER, 1);
  Tree tree("kill-keeper");
  const int status = tree.await_exit();
  EXPECT_TRUE(WIFSIGNALED(status));
  EXPECT_EQ(WTERMSIG(status), SIGKILL);
  EXPECT_EQ(processes_left(tree.name), "");
}

TEST(FunctionProcess, EndsWithTheProgramThatStartedItThoughThatIsKilled) {
  const std::string name = testing::new_process_name();
  int ready[2];
  ASSERT_EQ(::pipe(ready), 0);
  const pid_t emulator = ::fork();
  if (emulator == 0) {
    auto process = FunctionProcess::start(tree("daemon", name));
    pollfd polled{process->stdout_fd(), POLLIN, 0};
    ::poll(&polled, 1, 60'000);
    [[maybe_unused]] const auto written = ::write(ready[1], "r", 1);
    for (;;) {
      ::pause();
    }
  }
  char byte = 0;
  ASSERT_EQ(::read(ready[0], &byte, 1), 1);
  EXPECT_EQ(processes_named(name).size(), 2u);
  ::kill(emulator, SIGKILL);
  ::waitpid(emulator, nullptr, 0);
  EXPECT_EQ(processes_left(name), "");
  ::close(ready[0]);
  ::close(ready[1]);
}

TEST(FunctionProcess, KnowsItsMemoryAndThatItRunsOnThisProcessor) {
  Tree tree("alone");
  tree.await_ready();
  EXPECT_GT(tree.process.memory_use().own, 0u);
  EXPECT_GE(tree.process.memory_use().peak, tree.process.memory_use().own);
  EXPECT_LT(tree.process.peak_memory_mb(), 100u);
  EXPECT_FALSE(tree.process.is_emulated());
  tree.process.kill();
  EXPECT_EQ(tree.process.memory_use().own, 0u);
}

struct Refused {
  const char* program;
  const char* folder;
  const char* type;
  const char* message;
};

class RefusedProgram : public ::testing::TestWithParam<Refused> {};

TEST_P(RefusedProgram, IsNamed) {
  const auto process = FunctionProcess::start({GetParam().program, GetParam().folder, {}});
  ASSERT_FALSE(process.has_value());
  EXPECT_EQ(process.error().type, GetParam().type);
  EXPECT_EQ(process.error().message, GetParam().message);
}

INSTANTIATE_TEST_SUITE_P(Table, RefusedProgram,
                         ::testing::Values(Refused{"/no/such", "/", "Runtime.InvalidEntrypoint",
                                                   "Couldn't find valid bootstrap(s): [/no/such]"},
                                           Refused{"/etc/passwd", "/", "Runtime.InvalidEntrypoint",
                                                   "fork/exec /etc/passwd: Permission denied"},
                                           Refused{"/bin/sh", "/no/such",
                                                   "Runtime.InvalidWorkingDir",
                                                   "chdir /no/such: No such file or directory"}));

}  // namespace
}  // namespace lambda::emulator
