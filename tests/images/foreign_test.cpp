// A function for arm64 alone is invoked on this machine, where the kernel knows an emulator of that
// processor, as it does in a private machine.
#include <gtest/gtest.h>

#include "tests/peers/run.h"
#include "tests/peers/runfile.h"

namespace lambda::images_test {
namespace {

using peers::Outcome;

TEST(ForeignFunction, IsInvokedByAnEmulatorOfItsProcessor) {
  const Outcome outcome = peers::run({{peers::runfile("INVOKE"), "{}", "--timeout", "60"}});
  EXPECT_EQ(0, outcome.status) << outcome;
  EXPECT_EQ("\": words of the function\"\n", outcome.output) << outcome;
}

TEST(ForeignFunction, HintsInTheWordsThatWereTyped) {
  const Outcome outcome = peers::run({{peers::runfile("INVOKE"), "{"}});
  EXPECT_EQ(2, outcome.status) << outcome;
  const std::string typed = "tools/bazel run //tests/images:foreign.invoke -- '{";
  EXPECT_NE(std::string::npos, outcome.errors.find(typed)) << outcome;
}

}  // namespace
}  // namespace lambda::images_test
