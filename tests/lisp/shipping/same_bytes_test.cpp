// A saved Lisp program is a function of its inputs: two build actions, at other times and under
// other names, save the same bytes. And what it needs of its system, Amazon Linux 2 has.
#include <algorithm>
#include <regex>

#include <gtest/gtest.h>

#include "tests/peers/run.h"
#include "tests/peers/runfile.h"

namespace lambda::lisp_test {
namespace {

constexpr int kAmazonLinux2 = 26;  // glibc 2.26.
constexpr size_t kCoreBytesMin = 20'000'000;

TEST(LispProgram, IsTheSameFromTwoBuilds) {
  const std::string first = peers::read_file(peers::runfile("FIRST"));
  const std::string second = peers::read_file(peers::runfile("SECOND"));
  ASSERT_GT(first.size(), kCoreBytesMin);
  const auto differing = std::ranges::mismatch(first, second);
  EXPECT_TRUE(first == second) << first.size() << " and " << second.size()
                               << " bytes, which differ from byte " << differing.in1 - first.begin()
                               << " on";
}

TEST(LispCore, IsTheSameFromEveryBuild) {
  const std::string first = peers::read_file(peers::runfile_ending("CORES", "quiet_0.core"));
  ASSERT_GT(first.size(), kCoreBytesMin);
  for (const char* other : {"quiet_1.core", "quiet_2.core", "quiet_3.core"}) {
    const std::string core = peers::read_file(peers::runfile_ending("CORES", other));
    const auto differing = std::ranges::mismatch(first, core);
    EXPECT_TRUE(first == core) << other << " differs from byte " << differing.in1 - first.begin();
  }
}

TEST(LispProgram, NeedsNoNewerGlibcThanAmazonLinux2Has) {
  const peers::Outcome versions =
      peers::run({{"readelf", "--wide", "--version-info", peers::runfile("FIRST")}});
  static const std::regex version(R"(GLIBC_2\.(\d+))");
  int highest = -1;
  for (std::sregex_iterator found(versions.output.begin(), versions.output.end(), version), end;
       found != end; ++found) {
    highest = std::max(highest, std::stoi((*found)[1]));
  }
  EXPECT_GE(highest, 0) << "not linked against glibc\n" << versions;
  EXPECT_LE(highest, kAmazonLinux2) << versions;
}

}  // namespace
}  // namespace lambda::lisp_test
