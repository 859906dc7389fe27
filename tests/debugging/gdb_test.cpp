// gdb stops at a line of a program that the toolchain built by `-c dbg`, and shows its variables.
#include <gtest/gtest.h>

#include "tests/peers/run.h"
#include "tests/peers/runfile.h"

namespace lambda::debugging_test {
namespace {

TEST(DebugBuild, StopsAtALineAndShowsLocals) {
  const peers::Outcome gdb = peers::run(
      {{"gdb", "-nx", "-batch", "-ex", "break plain.c:6", "-ex", "run", "-ex", "info locals", "-ex",
        "info args", "-ex", "backtrace", peers::runfile("PROGRAM")}});
  ASSERT_EQ(0, gdb.status) << gdb;
  EXPECT_TRUE(gdb.output.contains("tests/debugging/plain.c:6")) << gdb;
  EXPECT_TRUE(gdb.output.contains("sum = 21")) << gdb;
  EXPECT_TRUE(gdb.output.contains("price = 3\ncount = 7")) << gdb;
  EXPECT_TRUE(gdb.output.contains("in main () at tests/debugging/plain.c:10")) << gdb;
}

}  // namespace
}  // namespace lambda::debugging_test
