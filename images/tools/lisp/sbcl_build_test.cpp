// SBCL's build gets an environment without clock, host and user; a bad source is named.
#include "images/tools/lisp/sbcl_build.h"

#include <gtest/gtest.h>

#include "core/files/temporary_folder.h"

namespace lambda::images {
namespace {

SbclBuild sample(const std::string& architecture) {
  return {.source = "/nowhere",
          .version = "2.6.4",
          .architecture = architecture,
          .compiler = {"/tools/zig", "cc", "-target", "x"},
          .linker = {"/tools/zig", "ld.lld"},
          .target_program = "/tools/target_program",
          .log = "/tmp/log"};
}

TEST(SbclEnvironment, NamesNoTimeAndNoUser) {
  const auto environment = sbcl_environment(sample("x86_64"), "/tmp/sbcl", "/usr/bin");
  EXPECT_EQ("0", environment.at("SOURCE_DATE_EPOCH"));
  EXPECT_EQ("/tmp/sbcl/home", environment.at("HOME"));
  EXPECT_EQ("C", environment.at("LC_ALL"));
  EXPECT_FALSE(environment.contains("USER"));
}

TEST(SbclEnvironment, CompilesAndLinksByTheGivenTools) {
  const auto environment = sbcl_environment(sample("x86_64"), "/tmp/sbcl", "/usr/bin");
  EXPECT_EQ("/tools/target_program", environment.at("CC"));
  EXPECT_EQ("/tools/zig\ncc\n-target\nx", environment.at("TARGET_COMPILER"));
  EXPECT_EQ(" -- LD=/tools/zig\\ ld.lld", environment.at("MAKEFLAGS"));
  EXPECT_FALSE(environment.contains("TARGET_EMULATOR"));
}

TEST(SbclEnvironment, RunsArm64UnderAnEmulator) {
  const auto environment = sbcl_environment(sample("arm64"), "/tmp/sbcl", "/usr/bin");
  EXPECT_TRUE(environment.at("TARGET_EMULATOR").starts_with("qemu-aarch64\n-L\n"));
}

TEST(SbclBuild, RefusesAnArchitectureThatLambdaDoesNotHave) {
  const auto parts = build_sbcl(sample("riscv64"), "/nowhere");
  ASSERT_FALSE(parts.has_value());
  EXPECT_TRUE(parts.error().message.contains("riscv64")) << parts.error().message;
}

TEST(SbclBuild, NamesASourceThatIsNone) {
  const TemporaryFolder folder;
  SbclBuild build = sample("x86_64");
  build.source = folder.path();
  const auto parts = build_sbcl(build, folder / "build");
  ASSERT_FALSE(parts.has_value());
  EXPECT_EQ("Sbcl.Source", parts.error().type) << parts.error().message;
}

}  // namespace
}  // namespace lambda::images
