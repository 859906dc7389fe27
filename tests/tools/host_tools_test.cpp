// Each program's file has the line by which the program itself tells its version.
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/peers/run.h"
#include "tests/peers/runfile.h"

namespace lambda {
namespace {

struct Program {
  std::string name;
  std::vector<std::string> command;
};

class HostTools : public testing::TestWithParam<Program> {};

TEST_P(HostTools, AreTheOnesThatAnswer) {
  const auto folder = peers::runfile("PERL").parent_path();
  const peers::Outcome outcome = peers::run({GetParam().command});
  const std::string line = outcome.output.substr(0, outcome.output.find('\n'));
  ASSERT_FALSE(line.empty()) << outcome;
  EXPECT_EQ(line + "\n", peers::read_file(folder / (GetParam().name + ".txt")));
}

INSTANTIATE_TEST_SUITE_P(All, HostTools,
                         testing::Values(Program{"clang", {"clang", "--version"}},
                                         Program{"gcc", {"gcc", "--version"}},
                                         Program{"make", {"make", "--version"}},
                                         Program{"perl", {"perl", "-e", "print \"perl $^V\""}},
                                         Program{"qemu", {"qemu-aarch64", "--version"}},
                                         Program{"sbcl", {"sbcl", "--version"}},
                                         Program{"sh", {"readlink", "-f", "/bin/sh"}}),
                         [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace lambda
