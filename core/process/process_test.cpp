// A program is found, run with what it is given and nothing else, and its end is told.
#include "core/process/process.h"

#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <iterator>

#include <gtest/gtest.h>

#include "core/files/file_bytes.h"
#include "core/files/temporary_folder.h"

namespace lambda {
namespace {

constexpr char kPath[] = "/usr/bin:/bin";

std::string output_of(std::vector<std::string> words, bool has_fixed_addresses = false) {
  const TemporaryFolder folder;
  const auto status = run_process({.words = std::move(words),
                                   .environment = {{"ONLY", "this"}, {"PATH", kPath}},
                                   .folder = folder.path(),
                                   .log = folder / "log",
                                   .has_fixed_addresses = has_fixed_addresses});
  if (!status || *status != 0) {
    return "failed";
  }
  return read_file(folder / "log", 1 << 20).value();
}

TEST(Process, SeesItsEnvironmentAndNoOther) {
  EXPECT_EQ("ONLY=this\nPATH=/usr/bin:/bin\n", output_of({"env"}));
}

TEST(Process, LiesAtTheSameAddressesEachTime) {
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

TEST(Process, RunsAlsoWhereAddressesCannotBeFixed) {
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

TEST(Process, PartsOutputFromLog) {
  const TemporaryFolder folder;
  const auto status = run_process({.words = {"ls", "/", "/no-such-folder"},
                                   .environment = {{"PATH", kPath}, {"LC_ALL", "C"}},
                                   .log = folder / "log",
                                   .output = folder / "output"});
  EXPECT_NE(0, status.value());
  EXPECT_TRUE(read_file(folder / "log", 1 << 20).value().contains("no-such-folder"));
  EXPECT_TRUE(read_file(folder / "output", 1 << 20).value().contains("usr"));
}

TEST(Process, HasAnEmptyInput) { EXPECT_EQ("0\n", output_of({"wc", "-c"})); }

TEST(Process, TellsItsExitStatus) {
  EXPECT_EQ(1, run_process({.words = {"false"}, .environment = {{"PATH", kPath}}}).value());
}

TEST(Process, TellsTheSignalThatEndedIt) {
  const auto status =
      run_process({.words = {"sh", "-c", "kill -KILL $$"}, .environment = {{"PATH", kPath}}});
  EXPECT_EQ(137, status.value());
}

TEST(Process, ThatIsNotThereIsNamed) {
  const auto status = run_process({.words = {"no-such-program"}, .environment = {{"PATH", kPath}}});
  ASSERT_FALSE(status.has_value());
  EXPECT_EQ("Process.NotFound", status.error().type);
  EXPECT_TRUE(status.error().message.contains("no-such-program")) << status.error().message;
}

TEST(FindOnPath, TakesTheFirstFolderThatHasIt) {
  EXPECT_EQ("/usr/bin/env", find_on_path("env", "/nowhere:/usr/bin:/bin"));
  EXPECT_EQ("", find_on_path("env", ""));
  EXPECT_EQ("", find_on_path("tmp", "/"));  // A folder is no program.
  EXPECT_EQ("/usr/bin/env", find_on_path("/usr/bin/env", ""));
}

}  // namespace
}  // namespace lambda
