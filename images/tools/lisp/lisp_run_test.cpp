// What SBCL is started with: the same words and variables, whoever calls.
#include "images/tools/lisp/lisp_run.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace lambda::images {
namespace {

LispRun sample(const std::string& architecture) {
  return {.architecture = architecture,
          .program = "bin/sbcl",
          .core = "bin/sbcl.core",
          .modules = "bin/lib/contrib",
          .frozen_clock = "bin/clock.so",
          .forms = {"(print 1)", "(print 2)"},
          .inputs = {},
          .outputs = {}};
}

bool has_in_order(const std::vector<std::string>& words, const std::vector<std::string>& wanted) {
  return !std::ranges::search(words, wanted).empty();
}

TEST(LispProgram, EvaluatesTheFormsInOrderAndEnds) {
  const Program program = lisp_program(sample("x86_64"), "/usr/bin");
  EXPECT_EQ("bin/sbcl", program.words.front());
  EXPECT_TRUE(has_in_order(program.words, {"--core", "bin/sbcl.core"}));
  EXPECT_TRUE(has_in_order(program.words, {"--eval", "(print 1)", "--eval", "(print 2)"}));
  EXPECT_EQ("--quit", program.words.back());
}

TEST(LispProgram, ReadsNoFileOfTheUsers) {
  const Program program = lisp_program(sample("x86_64"), "/usr/bin");
  EXPECT_TRUE(has_in_order(program.words, {"--no-sysinit", "--no-userinit"}));
  EXPECT_EQ("/nonexistent", program.environment.at("HOME"));
}

TEST(LispProgram, HasNothingThatVaries) {
  const Program program = lisp_program(sample("x86_64"), "/usr/bin");
  EXPECT_TRUE(program.has_fixed_addresses);
  EXPECT_EQ("bin/clock.so", program.environment.at("LD_PRELOAD"));
  EXPECT_EQ("bin/lib", program.environment.at("SBCL_HOME"));
  EXPECT_EQ(4u, program.environment.size());
  EXPECT_FALSE(program.inherits_environment);
}

TEST(LispProgram, RunsArm64UnderTheEmulatorWithItsOwnClock) {
  const Program program = lisp_program(sample("arm64"), "/usr/bin");
  EXPECT_EQ("qemu-aarch64", program.words.front());
  EXPECT_TRUE(has_in_order(program.words, {"-E", "LD_PRELOAD=bin/clock.so", "bin/sbcl"}));
  EXPECT_FALSE(program.environment.contains("LD_PRELOAD"));
}

TEST(RunLisp, NamesAFileThatIsNotThere) {
  LispRun run = sample("x86_64");
  run.inputs = {"no/such/file.lisp"};
  const auto said = run_lisp(run);
  ASSERT_FALSE(said.has_value());
  EXPECT_EQ("Lisp.Files", said.error().type);
  EXPECT_TRUE(said.error().message.contains("no/such/file.lisp")) << said.error().message;
}

}  // namespace
}  // namespace lambda::images
