// The runner itself: statuses, outputs, limits, and what it says of a program that is not there.
#include "tests/peers/run.h"

#include <gtest/gtest.h>

namespace lambda::peers {
namespace {

TEST(Run, ReturnsStatusAndBothOutputs) {
  const Outcome outcome =
      run({{"sh", "-c", "cat; echo $WORD >&2; exit 3"}, {{"WORD", "b"}}, {}, "a"});
  EXPECT_EQ(3, outcome.status) << outcome;
  EXPECT_EQ("a", outcome.output);
  EXPECT_EQ("b\n", outcome.errors);
}

TEST(Run, TakesOutputsLargerThanAPipe) {
  const Outcome outcome = run({{"head", "-c", "1000000", "/dev/zero"}});
  EXPECT_EQ(1000000u, outcome.output.size());
}

TEST(Run, ReportsASignal) { EXPECT_EQ(128 + 9, run({{"sh", "-c", "kill -9 $$"}}).status); }

TEST(Run, KillsAtTheLimit) {
  const Outcome outcome = run({{"sleep", "60"}}, std::chrono::seconds(0));
  EXPECT_EQ(kTimedOut, outcome.status);
  EXPECT_TRUE(outcome.errors.contains("killed")) << outcome;
}

TEST(Run, NamesWhatInstallsAMissingProgram) {
  const Outcome outcome = run({{"no-such-program"}});
  EXPECT_EQ(kNotStarted, outcome.status);
  EXPECT_TRUE(outcome.errors.contains("packages.txt")) << outcome;
}

TEST(Run, RunsInTheFolder) { EXPECT_EQ("/\n", run({{"pwd"}, {}, "/", {}}).output); }

}  // namespace
}  // namespace lambda::peers
