// A program's status and both of its streams come back whole; one that is not there is named.
#include "tools/process/run.h"

#include <string>

#include <gtest/gtest.h>

namespace lambda::tools {
namespace {

TEST(Run, KeepsBothStreamsAndTheStatus) {
  const auto end = run("/bin/sh", {"-c", "pwd; echo wrong >&2; exit 3"}, "/");
  ASSERT_TRUE(end.has_value()) << end.error();
  EXPECT_EQ(end->status, 3);
  EXPECT_EQ(end->output, "/\n");
  EXPECT_EQ(end->errors, "wrong\n");
}

TEST(Run, ReadsMoreThanAPipeHoldsOfBothStreams) {
  const std::string lines = "i=0; while [ $i -lt 20000 ]; do echo 0123456789; i=$((i+1)); done";
  const auto end = run("/bin/sh", {"-c", "(" + lines + ") >&2; " + lines}, "/");
  ASSERT_TRUE(end.has_value()) << end.error();
  EXPECT_EQ(end->output.size(), 220'000u);
  EXPECT_EQ(end->errors.size(), 220'000u);
}

TEST(Run, NamesAProgramThatIsNotThere) {
  const auto end = run("/no/such/program", {}, "/");
  ASSERT_FALSE(end.has_value());
  EXPECT_EQ(end.error(), "/no/such/program: no such file");
}

TEST(Run, NamesAFileThatIsNoProgram) {
  const auto end = run("/etc/passwd", {}, "/");
  ASSERT_FALSE(end.has_value());
  EXPECT_EQ(end.error(), "/etc/passwd: not a program");
}

}  // namespace
}  // namespace lambda::tools
