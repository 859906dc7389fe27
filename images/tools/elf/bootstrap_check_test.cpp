// Each kind of wrong bootstrap has its own error, and the error names the remedy.
#include "images/tools/elf/bootstrap_check.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "core/elf/elf_builder.h"

namespace lambda::images {
namespace {

constexpr const char* kLoader = "/lib64/ld-linux-x86-64.so.2";
const BootstrapDemand kAl2023 = {"x86_64", GlibcVersion{2, 34}, {}};
const BootstrapDemand kEmptyBase = {"x86_64", std::nullopt, {}};

TEST(BootstrapCheck, TakesAStaticProgramAnywhere) {
  for (const BootstrapDemand& demand : {kAl2023, kEmptyBase}) {
    const auto facts = check_bootstrap("b", build_elf({}), demand);
    ASSERT_TRUE(facts.has_value()) << facts.error().message;
    EXPECT_TRUE(facts->is_static);
  }
}

TEST(BootstrapCheck, TakesADynamicProgramUpToTheBasesGlibc) {
  const std::string program = build_elf({.loader = kLoader, .versions = {"GLIBC_2.34"}});
  const auto facts = check_bootstrap("b", program, kAl2023);
  ASSERT_TRUE(facts.has_value()) << facts.error().message;
  EXPECT_FALSE(facts->is_static);
  EXPECT_EQ(facts->glibc_needed, (GlibcVersion{2, 34}));
}

TEST(BootstrapCheck, KnowsTheLoaderOfEachArchitecture) {
  struct Case {
    const char* architecture;
    std::uint16_t machine;
    const char* loader;
  };
  for (const Case& one : {Case{"x86_64", 62, "/lib64/ld-linux-x86-64.so.2"},
                          Case{"arm64", 183, "/lib/ld-linux-aarch64.so.1"}}) {
    const BootstrapDemand demand{one.architecture, GlibcVersion{2, 34}, {}};
    const std::string program = build_elf({.machine = one.machine, .loader = one.loader});
    EXPECT_TRUE(check_bootstrap("b", program, demand).has_value()) << one.architecture;
    const std::string other = build_elf({.machine = one.machine, .loader = "/lib/ld.so"});
    EXPECT_EQ(check_bootstrap("b", other, demand).error().type, "Bootstrap.WrongLoader");
  }
}

// A program that needs these libraries.
std::string needing(const std::vector<std::string>& libraries) {
  return build_elf({.loader = kLoader, .versions = {"GLIBC_2.34"}, .libraries = libraries});
}

TEST(BootstrapCheck, TakesTheLibrariesOfEveryGlibc) {
  for (const char* library :
       {"ld-linux-aarch64.so.1", "ld-linux-x86-64.so.2", "libanl.so.1", "libc.so.6", "libdl.so.2",
        "libgcc_s.so.1", "libm.so.6", "libmvec.so.1", "libpthread.so.0", "libresolv.so.2",
        "librt.so.1", "libthread_db.so.1", "libutil.so.1"}) {
    EXPECT_TRUE(check_bootstrap("b", needing({library}), kAl2023).has_value()) << library;
  }
}

TEST(BootstrapCheck, TakesALibraryThatIsPacked) {
  const std::string program = needing({"libm.so.6", "libstdc++.so.6", "libc.so.6"});
  const auto facts =
      check_bootstrap("b", program, {"x86_64", GlibcVersion{2, 34}, {"x", "libstdc++.so.6"}});
  EXPECT_TRUE(facts.has_value()) << facts.error().message;
}

TEST(LibraryPath, IsTheFunctionsFolderAndItsLib) {
  for (const char* path : {"libx.so", "lib/libx.so"}) {
    EXPECT_TRUE(is_on_library_path(path)) << path;
  }
  for (const char* path : {"lib/deep/libx.so", "bin/libx.so", "lib64/libx.so", "a/lib/libx.so"}) {
    EXPECT_FALSE(is_on_library_path(path)) << path;
  }
}

struct RefusedCase {
  const char* name;
  std::string bytes;
  BootstrapDemand demand;
  const char* type;
  const char* remedy;
};

class Refused : public testing::TestWithParam<RefusedCase> {};

TEST_P(Refused, SaysWhyAndWhatToWrite) {
  const auto facts = check_bootstrap("my_program", GetParam().bytes, GetParam().demand);
  ASSERT_FALSE(facts.has_value());
  EXPECT_EQ(facts.error().type, GetParam().type);
  EXPECT_NE(facts.error().message.find("my_program"), std::string::npos);
  EXPECT_NE(facts.error().message.find(GetParam().remedy), std::string::npos)
      << facts.error().message;
}

INSTANTIATE_TEST_SUITE_P(
    BootstrapCheck, Refused,
    testing::Values(
        RefusedCase{"script", "#!/bin/sh\n", kAl2023, "Bootstrap.NotAProgram", "script"},
        RefusedCase{"empty", "", kAl2023, "Bootstrap.NotAProgram", "empty"},
        RefusedCase{"library", "!<arch>\nx", kAl2023, "Bootstrap.NotAProgram", "cc_library"},
        RefusedCase{"mac", "\xcf\xfa\xed\xfe", kAl2023, "Bootstrap.NotAProgram", "macOS"},
        RefusedCase{"windows", "MZ", kAl2023, "Bootstrap.NotAProgram", "Windows"},
        RefusedCase{"text", "hello", kAl2023, "Bootstrap.NotAProgram", "cc_binary"},
        RefusedCase{"cut", build_elf({}).substr(0, 20), kAl2023, "Bootstrap.NotAProgram", "ends"},
        RefusedCase{"object", build_elf({.type = 1}), kAl2023, "Bootstrap.NotAProgram", "object"},
        RefusedCase{"arm64", build_elf({.machine = 183}), kAl2023, "Bootstrap.WrongArchitecture",
                    "It is for arm64"},
        RefusedCase{"riscv", build_elf({.machine = 243}), kAl2023, "Bootstrap.WrongArchitecture",
                    "ELF machine 243"},
        RefusedCase{"musl", build_elf({.loader = "/lib/ld-musl-x86_64.so.1"}), kAl2023,
                    "Bootstrap.WrongLoader", "libc = \"musl\""},
        RefusedCase{"new", build_elf({.loader = kLoader, .versions = {"GLIBC_2.38"}}), kAl2023,
                    "Bootstrap.GlibcTooNew", "needs glibc 2.38, but the base has 2.34"},
        RefusedCase{"private", build_elf({.loader = kLoader, .versions = {"GLIBC_PRIVATE"}}),
                    kAl2023, "Bootstrap.GlibcTooNew", "GLIBC_PRIVATE"},
        RefusedCase{"libstdcxx", needing({"libc.so.6", "libstdc++.so.6"}), kAl2023,
                    "Bootstrap.LibraryMissing", "needs libstdc++.so.6"},
        RefusedCase{"libssl", needing({"libssl.so.3"}), kAl2023, "Bootstrap.LibraryMissing",
                    "files = {\"//x:libssl.so.3\": \"lib/\"}"},
        RefusedCase{"dynamic", build_elf({.loader = kLoader}), kEmptyBase, "Bootstrap.NeedsGlibc",
                    "the base is empty"}),
    [](const auto& info) { return info.param.name; });

TEST(BootstrapCheck, RefusesAnArchitectureThatLambdaLacks) {
  const auto facts = check_bootstrap("b", build_elf({}), {"amd64", std::nullopt, {}});
  ASSERT_FALSE(facts.has_value());
  EXPECT_EQ(facts.error().type, "Bootstrap.UnknownArchitecture");
}

}  // namespace
}  // namespace lambda::images
