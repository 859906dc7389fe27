// A function built against glibc needs no newer one than Amazon Linux 2023 has, on both
// architectures.
#include <algorithm>
#include <regex>

#include <gtest/gtest.h>

#include "tests/peers/emulator.h"
#include "tests/peers/http.h"
#include "tests/peers/run.h"
#include "tests/peers/runfile.h"

namespace lambda::images_test {
namespace {

using peers::Outcome;
using peers::run;

constexpr int kAmazonLinux2023 = 34;  // glibc 2.34.

// The highest N of the symbols GLIBC_2.N that the program needs; -1 without any.
int highest_glibc(const std::string& symbols) {
  static const std::regex version(R"(GLIBC_2\.(\d+))");
  int highest = -1;
  for (std::sregex_iterator found(symbols.begin(), symbols.end(), version), end; found != end;
       ++found) {
    highest = std::max(highest, std::stoi((*found)[1]));
  }
  return highest;
}

class Glibc : public testing::TestWithParam<std::string> {};

TEST_P(Glibc, IsOldEnoughForAmazonLinux2023) {
  const std::filesystem::path folder = peers::new_folder("glibc");
  const Outcome unzipped = run({{"unzip", "-q", peers::runfile(GetParam()), "-d", folder}});
  ASSERT_EQ(0, unzipped.status) << unzipped;
  const Outcome versions = run({{"readelf", "--wide", "--version-info", folder / "bootstrap"}});
  EXPECT_GE(highest_glibc(versions.output), 0) << "not linked against glibc\n" << versions;
  EXPECT_LE(highest_glibc(versions.output), kAmazonLinux2023) << versions;
}

TEST(GlibcFunction, AnswersUnderAwsEmulator) {
  const std::filesystem::path folder = peers::new_folder("glibc");
  const Outcome unzipped = run({{"unzip", "-q", peers::runfile("X86_64"), "-d", folder}});
  ASSERT_EQ(0, unzipped.status) << unzipped;
  const auto emulator = peers::start_emulator(
      {.emulator = peers::Emulator::kAws, .bootstrap = folder / "bootstrap", .environment = {}});
  ASSERT_TRUE(emulator.has_value()) << emulator.error().message;
  const auto answer = peers::invoke((*emulator)->port(), "[1, 2]");
  ASSERT_TRUE(answer.has_value()) << answer.error().message << (*emulator)->log();
  EXPECT_EQ("[1, 2]", answer->body) << (*emulator)->log();
}

INSTANTIATE_TEST_SUITE_P(Architectures, Glibc, testing::Values("X86_64", "ARM64"),
                         [](const auto& info) { return info.param; });

}  // namespace
}  // namespace lambda::images_test
