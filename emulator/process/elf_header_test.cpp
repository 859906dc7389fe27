// ELF headers made by hand, cut at every length.
#include "emulator/process/elf_header.h"

#include <elf.h>

#include <cstring>
#include <string>

#include <gtest/gtest.h>

namespace lambda::emulator {
namespace {

std::string program(const std::string& loader) {
  Elf64_Ehdr header{};
  std::memcpy(header.e_ident, ELFMAG, SELFMAG);
  header.e_ident[EI_CLASS] = ELFCLASS64;
  header.e_ident[EI_DATA] = ELFDATA2LSB;
  header.e_machine = EM_AARCH64;
  header.e_phoff = sizeof header;
  header.e_phnum = 2;
  Elf64_Phdr load{};
  load.p_type = PT_LOAD;
  Elf64_Phdr interpreter{};
  interpreter.p_type = loader.empty() ? PT_NULL : PT_INTERP;
  interpreter.p_offset = sizeof header + 2 * sizeof load;
  interpreter.p_filesz = loader.size() + 1;
  std::string bytes(reinterpret_cast<const char*>(&header), sizeof header);
  bytes.append(reinterpret_cast<const char*>(&load), sizeof load);
  bytes.append(reinterpret_cast<const char*>(&interpreter), sizeof interpreter);
  return bytes + loader + '\0';
}

TEST(ElfHeader, NamesProcessorAndLoader) {
  const auto dynamic = parse_elf_header(program("/lib/ld-musl-aarch64.so.1"));
  ASSERT_TRUE(dynamic.has_value());
  EXPECT_TRUE(dynamic->is_64_bit);
  EXPECT_TRUE(dynamic->is_little_endian);
  EXPECT_EQ(dynamic->machine, kElfMachineArm64);
  EXPECT_EQ(dynamic->interpreter, "/lib/ld-musl-aarch64.so.1");
  const auto fixed = parse_elf_header(program(""));
  ASSERT_TRUE(fixed.has_value());
  EXPECT_EQ(fixed->interpreter, "");
}

TEST(ElfHeader, IsRefusedAtEveryCut) {
  const std::string whole = program("/lib/ld-musl-aarch64.so.1");
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_FALSE(parse_elf_header(std::string(whole, 0, size)).has_value()) << size;
  }
}

TEST(ElfHeader, SurvivesOffsetsOutsideTheFile) {
  std::string bytes = program("/x");
  std::memset(bytes.data() + 32, 0xFF, 8);  // e_phoff
  EXPECT_FALSE(parse_elf_header(bytes).has_value());
  bytes = program("/x");
  std::memset(bytes.data() + 64 + 56 + 8, 0xFF, 8);  // p_offset
  EXPECT_FALSE(parse_elf_header(bytes).has_value());
  EXPECT_FALSE(parse_elf_header("#!/bin/sh\n").has_value());
}

}  // namespace
}  // namespace lambda::emulator
