// A program is run with what it is given and nothing else, beside this one or to its end.
#include "core/process/running_program.h"

#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstddef>
#include <cstdlib>
#include <fstream>
#include <iterator>

#include <gtest/gtest.h>

#include "core/files/file_bytes.h"
#include "core/files/temporary_folder.h"
#include "core/process/run_program.h"

namespace lambda {
namespace {

constexpr char kPath[] = "/usr/bin:/bin";

Program own_environment_only(std::vector<std::string> words) {
  Program program{.words = std::move(words), .environment = {{"ONLY", "this"}, {"PATH", kPath}}};
  program.inherits_environment = false;
  return program;
}

std::string output_of(std::vector<std::string> words, bool has_fixed_addresses = false) {
  const TemporaryFolder folder;
  Program program = own_environment_only(std::move(words));
  program.folder = folder.path();
  program.output_file = folder / "log";
  program.error_file = folder / "log";
  program.has_fixed_addresses = has_fixed_addresses;
  const auto end = run_program(program);
  if (!end || end->status != 0) {
    return "failed";
  }
  EXPECT_EQ(end->output + end->errors, "") << "it is in the file";
  return read_file(folder / "log", 1 << 20).value();
}

TEST(RunningProgram, SeesItsEnvironmentAndNoOther) {
  EXPECT_EQ("ONLY=this\nPATH=/usr/bin:/bin\n", output_of({"env"}));
}

TEST(RunningProgram, LiesAtTheSameAddressesEachTime) {
  const std::string first = output_of({"cat", "/proc/self/maps"}, true);
  ASSERT_TRUE(first.contains("[stack]")) << first;
  EXPECT_EQ(first, output_of({"cat", "/proc/self/maps"}, true));
}

// Refuses personality(2), as the default profiles of container engines do. For good, so a child
// does it.
bool refuse_personality() {
  const sock_filter rules[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_personality, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  const sock_fprog program = {std::size(rules), const_cast<sock_filter*>(rules)};
  return ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
         ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

TEST(RunningProgram, RunsAlsoWhereAddressesCannotBeFixed) {
  const pid_t child = ::fork();
  if (child == 0) {
    const bool is_refused =
        refuse_personality() && ::personality(ADDR_NO_RANDOMIZE) < 0 && errno == EPERM;
    ::_exit(is_refused && output_of({"echo", "well"}, true) == "well\n" ? 0 : 1);
  }
  int status = 0;
  ASSERT_EQ(child, ::waitpid(child, &status, 0));
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << status;
}

TEST(RunningProgram, KeepsItsOutputsApartInFiles) {
  const TemporaryFolder folder;
  Program program = own_environment_only({"ls", "/", "/no-such-folder"});
  program.output_file = folder / "output";
  program.error_file = folder / "log";
  EXPECT_NE(0, run_program(program).value().status);
  EXPECT_TRUE(read_file(folder / "log", 1 << 20).value().contains("no-such-folder"));
  EXPECT_TRUE(read_file(folder / "output", 1 << 20).value().contains("usr"));
}

TEST(RunningProgram, AddsToTheEndOfAFile) {
  const TemporaryFolder folder;
  Program program = own_environment_only({"echo", "more"});
  program.output_file = folder / "output";
  ASSERT_TRUE(run_program(program).has_value());
  ASSERT_TRUE(run_program(program).has_value());
  EXPECT_EQ(read_file(folder / "output", 1 << 20).value(), "more\nmore\n");
}

TEST(RunningProgram, HasTheAnswerFileUnlessItIsLeftOut) {
  Program program{.words = {"ls", "/proc/self/fd"}};
  EXPECT_EQ(run_program(program).value().output, "0\n1\n2\n3\n4\n") << "4 reads the folder";
  program.has_answer_file = false;
  EXPECT_EQ(run_program(program).value().output, "0\n1\n2\n3\n");
}

TEST(RunningProgram, HasAnEmptyInput) { EXPECT_EQ("0\n", output_of({"wc", "-c"})); }

TEST(RunningProgram, TellsItsExitStatus) {
  EXPECT_EQ(1, run_program(own_environment_only({"false"})).value().status);
}

TEST(RunningProgram, TellsTheSignalThatEndedIt) {
  EXPECT_EQ(137, run_program(own_environment_only({"sh", "-c", "kill -KILL $$"})).value().status);
}

TEST(RunningProgram, ThatIsNotThereIsNamed) {
  const auto end = run_program(own_environment_only({"no-such-program"}));
  ASSERT_FALSE(end.has_value());
  EXPECT_EQ("Program.NotFound", end.error().type);
  EXPECT_TRUE(end.error().message.contains("no-such-program")) << end.error().message;
}

TEST(RunningProgram, SaysWhyItsFileCannotBeExecuted) {
  Program program = own_environment_only({"anything"});
  program.file = "/proc/self/status";
  const auto end = run_program(program).value();
  EXPECT_EQ(end.status, 127);
  EXPECT_EQ(end.errors, "/proc/self/status: Permission denied\n");
}

TEST(RunningProgram, IsWaitedForAndTold) {
  auto running = RunningProgram::start({.words = {"sh", "-c", "echo begun; exec sleep 60"}});
  ASSERT_TRUE(running.has_value()) << running.error().message;
  EXPECT_FALSE(running->wait(std::chrono::milliseconds(1)).has_value());
  running->send(SIGTERM);
  EXPECT_EQ(running->wait(std::chrono::seconds(60)), 128 + SIGTERM);
  EXPECT_EQ(running->wait(kNoLimit), 128 + SIGTERM) << "the same at every call";
}

TEST(RunningProgram, EndsItsGroupWhenTheObjectDies) {
  std::string grandchild;
  {
    Program program{.words = {"sh", "-c", "sleep 60 & echo $!; exec sleep 60"}};
    program.leads_group = true;
    auto running = RunningProgram::start(program);
    ASSERT_TRUE(running.has_value()) << running.error().message;
    while (!grandchild.ends_with('\n')) {
      EXPECT_FALSE(running->wait(std::chrono::milliseconds(5)).has_value());
      grandchild = running->output().value();
    }
    EXPECT_EQ(::getpgid(std::atoi(grandchild.c_str())), running->id());
  }
  grandchild.pop_back();
  std::string stat = ") S ";
  for (int i = 0; i < 1000 && !stat.empty() && !stat.contains(") Z "); ++i) {
    ::usleep(5000);
    std::ifstream file("/proc/" + grandchild + "/stat");  // Gone once its new parent has reaped it.
    stat.assign(std::istreambuf_iterator<char>(file), {});
  }
  EXPECT_TRUE(stat.empty() || stat.contains(") Z ")) << stat;
}

}  // namespace
}  // namespace lambda
