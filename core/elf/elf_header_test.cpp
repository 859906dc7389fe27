// Processor and loader are found in a file's beginning, and every cut before them is refused.
#include "core/elf/elf_header.h"

#include <cstring>
#include <string>

#include <gtest/gtest.h>

#include "core/elf/elf_builder.h"

namespace lambda {
namespace {

constexpr char kLoader[] = "/lib/ld-musl-aarch64.so.1";

std::string program(const std::string& loader) {
  return build_elf({.machine = kMachineArm64, .loader = loader});
}

TEST(ElfHeader, NamesProcessorAndLoader) {
  const auto dynamic = read_elf_header(program(kLoader));
  ASSERT_TRUE(dynamic.has_value()) << dynamic.error().message;
  EXPECT_EQ(dynamic->type, kElfExecutable);
  EXPECT_EQ(dynamic->machine, kMachineArm64);
  EXPECT_EQ(dynamic->loader, kLoader);
  const auto fixed = read_elf_header(program(""));
  ASSERT_TRUE(fixed.has_value()) << fixed.error().message;
  EXPECT_FALSE(fixed->loader.has_value());
}

TEST(ElfHeader, IsReadFromABeginningThatReachesToTheLoader) {
  const std::string whole = program(kLoader);
  const std::size_t loader_end = whole.find(kLoader) + sizeof kLoader;
  for (std::size_t size = 0; size < loader_end; ++size) {
    EXPECT_FALSE(read_elf_header(whole.substr(0, size)).has_value()) << size;
  }
  EXPECT_TRUE(read_elf_header(whole.substr(0, loader_end)).has_value());
}

TEST(ElfHeader, SurvivesOffsetsOutsideTheFile) {
  std::string bytes = program("/x");
  std::memset(bytes.data() + 32, 0xFF, 8);  // e_phoff
  EXPECT_EQ(read_elf_header(bytes).error().type, "Elf.Malformed");
  bytes = program("/x");
  std::memset(bytes.data() + 64 + 56 + 8, 0xFF, 8);  // p_offset of the second segment, the loader.
  EXPECT_EQ(read_elf_header(bytes).error().type, "Elf.Malformed");
}

TEST(ElfHeader, TellsWhatIsNotForLambda) {
  EXPECT_EQ(read_elf_header("#!/bin/sh\n").error().type, "Elf.NotElf");
  std::string bytes = program("");
  bytes[4] = 1;  // 32 bits
  EXPECT_EQ(read_elf_header(bytes).error().type, "Elf.Unsupported");
}

}  // namespace
}  // namespace lambda
