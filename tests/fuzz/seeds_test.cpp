// libFuzzer begins from the seeds that a cc_fuzz_test names, in a folder that it may write to.
// Source: https://llvm.org/docs/LibFuzzer.html, "Output": the line "seed corpus: files: N".
#include <cstdlib>
#include <filesystem>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/peers/run.h"
#include "tests/peers/runfile.h"

namespace lambda::fuzz_test {
namespace {

namespace fs = std::filesystem;
using peers::Outcome;

// The seeds as the target's `args` have them.
std::vector<std::string> seeds() {
  std::istringstream names(std::getenv("CORPUS"));
  std::vector<std::string> found;
  for (std::string name; names >> name;) {
    found.push_back("--seed=" + peers::runfile_at(name).string());
  }
  return found;
}

class Seeds : public testing::Test {
 protected:
  Seeds() : temporary_(peers::new_folder("temporary")), user_(peers::new_folder("user")) {}

  Outcome fuzz(const std::vector<std::string>& words) const {
    std::vector<std::string> command = {peers::runfile("FUZZER")};
    for (const std::string& seed : seeds()) {
      command.push_back(seed);
    }
    command.insert(command.end(), words.begin(), words.end());
    return peers::run(
        {command, {{"TMPDIR", temporary_}, {"BUILD_WORKING_DIRECTORY", user_}}, {}, {}});
  }

  // The only folder that the fuzzer made, or an empty path.
  fs::path made() const {
    const fs::directory_iterator first(temporary_);
    return first == fs::directory_iterator() ? fs::path() : first->path();
  }

  static size_t files_in(const fs::path& folder) {
    return static_cast<size_t>(
        std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
  }

  static std::string corpus_of(size_t files) {
    return "seed corpus: files: " + std::to_string(files) + " ";
  }

  fs::path temporary_;
  fs::path user_;
};

TEST_F(Seeds, AreWhereItBegins) {
  ASSERT_GE(seeds().size(), 2u);
  const Outcome outcome = fuzz({"-runs=2000"});
  ASSERT_EQ(0, outcome.status) << outcome;
  EXPECT_TRUE(outcome.errors.contains(corpus_of(seeds().size()))) << outcome;
  EXPECT_TRUE(outcome.errors.contains("copied to " + made().string())) << outcome;
  EXPECT_GE(files_in(made()), seeds().size());
}

TEST_F(Seeds, StayWithAFolderOfTheCallersWhichGetsWhatIsNew) {
  fs::create_directory(user_ / "own");
  peers::write_file(user_ / "own/mine", "Function.Mine");
  const Outcome outcome = fuzz({"-runs=20000", "own"});
  ASSERT_EQ(0, outcome.status) << outcome;
  EXPECT_TRUE(outcome.errors.contains(corpus_of(seeds().size() + 1))) << outcome;
  EXPECT_EQ(seeds().size(), files_in(made()));
  EXPECT_GT(files_in(user_ / "own"), 1u) << outcome;
}

TEST_F(Seeds, KeepOutWhereOneInputIsRun) {
  peers::write_file(user_ / "input", "Function.Mine");
  const Outcome outcome = fuzz({"input"});
  ASSERT_EQ(0, outcome.status) << outcome;
  EXPECT_TRUE(outcome.errors.contains("Running: input")) << outcome;
  EXPECT_EQ(fs::path(), made());
}

TEST_F(Seeds, KeepOutOfAMerge) {
  fs::create_directory(user_ / "new");
  fs::create_directory(user_ / "old");
  peers::write_file(user_ / "old/input", "Function.Mine");
  const Outcome outcome = fuzz({"-merge=1", "new", "old"});
  ASSERT_EQ(0, outcome.status) << outcome;
  EXPECT_EQ(1u, files_in(user_ / "new")) << outcome;
  EXPECT_EQ(fs::path(), made());
}

TEST_F(Seeds, AreWhereEachOfSeveralProcessesBegins) {
  const Outcome outcome = fuzz({"-jobs=2", "-workers=2", "-runs=500"});
  ASSERT_EQ(0, outcome.status) << outcome;
  for (const std::string log : {"fuzz-0.log", "fuzz-1.log"}) {
    const std::string text = peers::read_file(user_ / log);
    EXPECT_TRUE(text.contains("seed corpus: files: ")) << text << outcome;
  }
}

}  // namespace
}  // namespace lambda::fuzz_test
