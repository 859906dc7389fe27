// Where a Bazel is at hand tools/bazel runs that, with the arguments as they are: the one that
// called, or bazelisk or a Bazel 7.7 on PATH.
#include <filesystem>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/peers/run.h"
#include "tests/peers/runfile.h"

namespace lambda::tools_test {
namespace {

namespace fs = std::filesystem;
using peers::Outcome;

// A PATH with a shell's own programs and no Bazel, but those that a test adds.
class SystemBazel : public testing::Test {
 protected:
  SystemBazel() : programs_(peers::new_folder("programs")) {
    for (const std::string name : {"bash", "cat", "dirname", "env", "grep", "id", "mkdir",
                                   "readlink", "realpath", "uname"}) {
      fs::create_symlink("/usr/bin/" + name, programs_ / name);
    }
  }

  fs::path add(const std::string& name) const {
    fs::create_symlink(peers::runfile("REPORT"), programs_ / name);
    return programs_ / name;
  }

  Outcome run(std::map<std::string, std::string> environment) const {
    environment["PATH"] = programs_;
    environment["HOME"] = peers::new_folder("home");
    const std::vector<std::string> command = {
        peers::runfile("BAZEL"), "--nohome_rc", "run", "//:a", "--", "b c"};
    return peers::run({command, environment, {}, {}});
  }

 private:
  fs::path programs_;
};

// The program got all arguments, and none that it was not given.
void expect_ran(const Outcome& outcome, const std::string& program) {
  EXPECT_EQ(0, outcome.status) << outcome;
  EXPECT_TRUE(outcome.output.starts_with("program " + program +
                                         "\nargument --nohome_rc\nargument run\nargument //:a\n"
                                         "argument --\nargument b c\nis_in_root"))
      << outcome;
}

TEST_F(SystemBazel, IsTheOneThatCalled) {
  add("bazel");
  const Outcome outcome = run({{"BAZEL_REAL", add("called").string()}});
  expect_ran(outcome, "called");
}

TEST_F(SystemBazel, IsBazelisk) {
  add("bazel");
  const fs::path bazelisk = add("bazelisk");
  const Outcome outcome = run({{"REPORTED_VERSION", "bazel 7.7.1"}});
  expect_ran(outcome, "bazelisk");
  EXPECT_TRUE(outcome.output.contains("BAZEL_REAL " + bazelisk.string() + "\n")) << outcome;
}

TEST_F(SystemBazel, IsABazelOfTheRightVersion) {
  add("bazel");
  expect_ran(run({{"REPORTED_VERSION", "bazel 7.7.1"}}), "bazel");
}

TEST_F(SystemBazel, IsNoneOfAnotherVersion) {
  add("bazel");
  for (const std::string version : {"bazel 7.6.2", "bazel 8.0.0", "bazel 7.70.0", "bazel 17.7.1"}) {
    const Outcome outcome = run({{"REPORTED_VERSION", version}, {"LAMBDA_BAZEL", "system"}});
    EXPECT_EQ(1, outcome.status) << version << outcome;
    EXPECT_EQ("", outcome.output);
    EXPECT_TRUE(outcome.errors.contains("no Bazel 7.7 or bazelisk is on PATH")) << outcome;
  }
}

TEST_F(SystemBazel, IsAskedForInVain) {
  const Outcome outcome = run({{"LAMBDA_BAZEL", "system"}});
  EXPECT_EQ(1, outcome.status) << outcome;
  EXPECT_TRUE(outcome.errors.contains("install one")) << outcome;
}

}  // namespace
}  // namespace lambda::tools_test
