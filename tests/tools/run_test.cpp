// What `tools/bazel run` starts runs on the host or in the private root, as the program needs it,
// and wherever the caller stands.
#include <filesystem>
#include <string>

#include <gtest/gtest.h>

#include "tests/peers/mounted.h"
#include "tests/peers/runfile.h"
#include "tests/tools/machine.h"

namespace lambda::tools_test {
namespace {

namespace fs = std::filesystem;
using peers::Outcome;

const Machine& machine() { return Machine::get(); }

// Whether a line of the report is `line`.
testing::AssertionResult says(const Outcome& outcome, const std::string& line) {
  if (("\n" + outcome.output).contains("\n" + line + "\n")) {
    return testing::AssertionSuccess();
  }
  return testing::AssertionFailure() << "no line '" << line << "'\n" << outcome;
}

int scripts_left() {
  int count = 0;
  for (const auto& entry : fs::directory_iterator("/tmp")) {
    count += entry.path().filename().string().starts_with("bazel-run.");
  }
  return count;
}

TEST(PrivateRoot, IsMadeOnceAndSaysSo) {
  const Outcome& first = machine().first();
  ASSERT_EQ(0, first.status) << first;
  EXPECT_TRUE(first.errors.contains("making a private root")) << first;
  EXPECT_TRUE(says(first, "input the first event"));
  const Outcome second = machine().bazel({"build", "//:nothing"});
  EXPECT_EQ(0, second.status) << second;
  EXPECT_FALSE(second.errors.contains("making a private root")) << second;
}

TEST(Run, StartsAStaticProgramOnTheHost) {
  const int before = scripts_left();
  const fs::path folder = machine().workspace() / "tools";
  const Outcome outcome =
      machine().bazel({"run", "//:given", "--", "it's", "--status=7", "--script_path"},
                      {.folder = folder, .input = "an event"});
  EXPECT_EQ(7, outcome.status) << outcome;
  for (const std::string line :
       {"program given", "argument first", "argument the second", "argument it's",
        "argument --script_path", "is_in_root 0", "aws /usr/bin/aws", "input an event"}) {
    EXPECT_TRUE(says(outcome, line));
  }
  EXPECT_TRUE(says(outcome, "BUILD_WORKING_DIRECTORY " + folder.string()));
  EXPECT_EQ(before, scripts_left());
}

TEST(Run, StartsInTheRootWhatNeedsIt) {
  for (const std::string target : {"//:linked", "//:script"}) {
    const Outcome outcome = machine().bazel({"run", target});
    EXPECT_EQ(0, outcome.status) << outcome;
    EXPECT_TRUE(says(outcome, "This root is private."));
  }
  const Outcome asked = machine().bazel({"run", "//:asks_for_the_root", "--", "--status=3"});
  EXPECT_EQ(3, asked.status) << asked;
  EXPECT_TRUE(says(asked, "is_in_root 1"));
  EXPECT_TRUE(says(asked, "aws none"));
}

TEST(Run, ObeysTheCallersWord) {
  const Outcome root =
      machine().bazel({"run", "//:report"}, {.environment = {{"LAMBDA_BAZEL_RUN", "root"}}});
  EXPECT_TRUE(says(root, "is_in_root 1"));
  const Outcome host = machine().bazel({"run", "//:asks_for_the_root"},
                                       {.environment = {{"LAMBDA_BAZEL_RUN", "host"}}});
  EXPECT_TRUE(says(host, "is_in_root 0"));
  const Outcome refused =
      machine().bazel({"run", "//:report"}, {.environment = {{"LAMBDA_BAZEL_RUN", "elsewhere"}}});
  EXPECT_EQ(1, refused.status) << refused;
  EXPECT_TRUE(refused.errors.contains("write host or root")) << refused;
  EXPECT_EQ("", refused.output);
}

TEST(Run, LeavesTheScriptToWhoAsksForIt) {
  const fs::path script = machine().workspace() / "script_of_the_callers";
  const Outcome outcome = machine().bazel({"run", "--script_path=" + script.string(), "//:report"});
  EXPECT_EQ(0, outcome.status) << outcome;
  EXPECT_EQ("", outcome.output);
  EXPECT_TRUE(fs::exists(script));
}

TEST(Run, StartsNothingThatWasNotBuilt) {
  const int before = scripts_left();
  const Outcome outcome = machine().bazel({"run", "//:not_there", "--", "--status=0"});
  EXPECT_EQ(1, outcome.status) << outcome;
  EXPECT_EQ("", outcome.output);
  EXPECT_EQ(before, scripts_left());
}

// A folder that the machine has and the root has not, with a file and a second workspace in it.
class Outside : public testing::TestWithParam<const char*> {
 protected:
  Outside() : mounted_(peers::new_folder("outside"), GetParam()) {
    fs::create_directories(folder() / "deeper");
    peers::write_file(folder() / "secret", "a secret");
  }

  static fs::path folder() { return fs::path(GetParam()); }

 private:
  peers::Mounted mounted_;
};

TEST_P(Outside, WorkspaceIsTheOneOfItsCaller) {
  peers::write_file(folder() / "BUILD", "filegroup(name = \"of_another_workspace\")\n");
  for (const std::string name : {"WORKSPACE", "WORKSPACE.bazel", "MODULE.bazel", "REPO.bazel"}) {
    peers::write_file(folder() / name, "");
    const Outcome outcome =
        machine().bazel({"query", "--enable_workspace", "--noenable_bzlmod", "//:all"},
                        {.folder = folder() / "deeper"});
    EXPECT_EQ(0, outcome.status) << name << outcome;
    EXPECT_TRUE(says(outcome, "//:of_another_workspace")) << name;
    fs::remove(folder() / name);
  }
}

TEST_P(Outside, NoWorkspaceIsWhatBazelSaysItIs) {
  const Outcome outcome = machine().bazel({"query", "//:all"}, {.folder = folder() / "deeper"});
  EXPECT_NE(0, outcome.status);
  EXPECT_TRUE(outcome.errors.contains("from within a workspace")) << outcome;
  EXPECT_FALSE(outcome.errors.contains("bwrap")) << outcome;
}

TEST_P(Outside, FilesAreReadByWhatRuns) {
  const Outcome outcome =
      machine().bazel({"run", "//:report", "--", "--read=" + (folder() / "secret").string()});
  EXPECT_EQ(0, outcome.status) << outcome;
  EXPECT_TRUE(says(outcome, "read a secret"));
}

// A home may be anywhere.
TEST_P(Outside, HomeIsSeenInTheRoot) {
  const Outcome outcome =
      machine().bazel({"run", "//:script", "--", (folder() / "secret").string()},
                      {.environment = {{"HOME", folder().string()}}});
  EXPECT_EQ(0, outcome.status) << outcome;
  EXPECT_TRUE(outcome.output.ends_with("This root is private.\na secret")) << outcome;
}

// One of the host's own folders, and one below a folder that the root has of its own.
INSTANTIATE_TEST_SUITE_P(Places, Outside, testing::Values("/srv", "/usr/local/src"));

}  // namespace
}  // namespace lambda::tools_test
