// The reader finds what the builder wrote, and no cut or flipped byte leads it astray.
#include "core/elf/elf_file.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "core/elf/elf_builder.h"

namespace lambda {
namespace {

ElfPlan dynamic_plan() {
  return {.type = 3,
          .machine = kMachineArm64,
          .loader = "/lib/ld-linux-aarch64.so.1",
          .is_pie = true,
          .versions = {"GLIBC_2.17", "GLIBC_2.34", "GCC_3.0", "GLIBC_2.4"},
          .libraries = {"libm.so.6", "libc.so.6"}};
}

TEST(ElfFile, ReadsAStaticProgram) {
  const auto elf = read_elf(build_elf({}));
  ASSERT_TRUE(elf.has_value());
  EXPECT_EQ(elf->machine, kMachineX86_64);
  EXPECT_TRUE(elf->is_program);
  EXPECT_FALSE(elf->loader.has_value());
  EXPECT_FALSE(elf->glibc_needed.has_value());
}

TEST(ElfFile, ReadsLoaderAndNewestGlibcOfADynamicProgram) {
  const auto elf = read_elf(build_elf(dynamic_plan()));
  ASSERT_TRUE(elf.has_value());
  EXPECT_EQ(elf->machine, kMachineArm64);
  EXPECT_TRUE(elf->is_program);
  EXPECT_EQ(elf->loader, "/lib/ld-linux-aarch64.so.1");
  EXPECT_EQ(elf->glibc_needed, (GlibcVersion{2, 34}));
  EXPECT_FALSE(elf->needs_private_glibc);
  EXPECT_EQ(elf->libraries, (std::vector<std::string>{"libm.so.6", "libc.so.6"}));
}

TEST(ElfFile, ReadsTablesUpToTheirMaxima) {
  const ElfPlan plan{.loader = "/l",
                     .versions = std::vector<std::string>(kSymbolVersionsMax, "GLIBC_2.3"),
                     .libraries = std::vector<std::string>(kDynamicEntriesMax - 5, "libc.so.6")};
  const auto elf = read_elf(build_elf(plan));
  ASSERT_TRUE(elf.has_value()) << elf.error().message;
  EXPECT_EQ(elf->libraries.size(), kDynamicEntriesMax - 5);
  ElfPlan more_versions = plan;
  more_versions.versions.push_back("GLIBC_2.4");
  EXPECT_EQ(read_elf(build_elf(more_versions)).error().type, "Elf.Malformed");
  ElfPlan more_entries = plan;
  more_entries.libraries.push_back("libm.so.6");
  EXPECT_EQ(read_elf(build_elf(more_entries)).error().type, "Elf.Malformed");
}

TEST(ElfFile, ComparesVersionsAsNumbers) {
  const auto elf = read_elf(build_elf({.loader = "/l", .versions = {"GLIBC_2.9", "GLIBC_2.10"}}));
  ASSERT_TRUE(elf.has_value());
  EXPECT_EQ(elf->glibc_needed, (GlibcVersion{2, 10}));
}

TEST(ElfFile, NoticesPrivateSymbols) {
  const auto elf = read_elf(build_elf({.loader = "/l", .versions = {"GLIBC_PRIVATE"}}));
  ASSERT_TRUE(elf.has_value());
  EXPECT_TRUE(elf->needs_private_glibc);
  EXPECT_FALSE(elf->glibc_needed.has_value());
}

TEST(ElfFile, TellsAStaticPieFromASharedLibrary) {
  EXPECT_TRUE(read_elf(build_elf({.type = 3, .is_pie = true}))->is_program);
  EXPECT_FALSE(read_elf(build_elf({.type = 3, .versions = {"GLIBC_2.2.5"}}))->is_program);
  EXPECT_FALSE(read_elf(build_elf({.type = 1}))->is_program);
}

TEST(ElfFile, RefusesOtherWordSizesAndOrders) {
  std::string bytes = build_elf({});
  bytes[4] = 1;
  EXPECT_EQ(read_elf(bytes).error().type, "Elf.Unsupported");
  bytes[4] = 2;
  bytes[5] = 2;
  EXPECT_EQ(read_elf(bytes).error().type, "Elf.Unsupported");
}

TEST(ElfFile, CutAnywhereIsAnErrorNeverAnAnswer) {
  const std::string whole = build_elf(dynamic_plan());
  // The last dynamic entry only ends the table, so the file may lose it.
  for (std::size_t length = 0; length + 16 < whole.size(); ++length) {
    const auto elf = read_elf(std::string_view(whole).substr(0, length));
    EXPECT_FALSE(elf.has_value()) << length;
  }
}

TEST(ElfFile, SurvivesEveryFlippedByte) {
  const std::string whole = build_elf(dynamic_plan());
  int refused = 0;
  for (std::size_t at = 0; at < whole.size(); ++at) {
    std::string flipped = whole;
    flipped[at] = static_cast<char>(~flipped[at]);
    refused += !read_elf(flipped).has_value();
  }
  EXPECT_GT(refused, 0);
}

TEST(ElfFile, HasAMaximumForItsTables) {
  std::string bytes = build_elf({});
  bytes[56] = '\xff';
  bytes[57] = '\xff';
  EXPECT_EQ(read_elf(bytes).error().type, "Elf.Malformed");
}

TEST(GlibcVersion, IsReadAndWritten) {
  EXPECT_EQ(parse_glibc_version("2.34"), (GlibcVersion{2, 34}));
  EXPECT_EQ(parse_glibc_version("2.2.5"), (GlibcVersion{2, 2}));
  EXPECT_EQ(glibc_version_text({2, 34}), "2.34");
  for (const char* bad : {"", "2", "2.", ".34", "x", "2.x", "2.34x", "-2.34", "2.-3"}) {
    EXPECT_FALSE(parse_glibc_version(bad).has_value()) << bad;
  }
}

}  // namespace
}  // namespace lambda
