// A program of the toolchain's is parted; what ships runs as before and carries the same build id.
#include "images/tools/elf/separate_symbols.h"

#include <sys/stat.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>

#include <gtest/gtest.h>

#include "core/elf/elf_builder.h"
#include "core/files/file_bytes.h"
#include "core/files/temporary_folder.h"

namespace lambda::images {
namespace {

std::string sample() {
  const auto bytes = read_file("images/tools/elf/sample_program", 1 << 30);
  if (!bytes) {
    ADD_FAILURE() << bytes.error().message;
  }
  return bytes.value_or("");
}

std::string output_of(const std::string& program) {
  const TemporaryFolder folder;
  const std::string path = folder / "program";
  std::ofstream(path, std::ios::binary) << program;
  ::chmod(path.c_str(), 0755);
  FILE* const pipe = ::popen(path.c_str(), "r");
  std::array<char, 64> text{};
  const std::size_t size = std::fread(text.data(), 1, text.size(), pipe);
  EXPECT_EQ(::pclose(pipe), 0);
  return std::string(text.data(), size);
}

TEST(SeparateSymbols, TheProgramRunsWithoutThem) {
  const std::string whole = sample();
  const auto parts = separate_symbols(whole);
  ASSERT_TRUE(parts.has_value());
  EXPECT_EQ(output_of(parts->program), "whole\n");
  EXPECT_LT(parts->program.size(), whole.size() / 2);
  EXPECT_EQ(parts->program.find(".debug_line"), std::string::npos);
  EXPECT_EQ(parts->program.find("sample_program.cpp"), std::string::npos);
  EXPECT_NE(parts->program.find(".text"), std::string::npos);
}

TEST(SeparateSymbols, TheSymbolsAreTheWholeProgram) {
  const std::string whole = sample();
  const auto parts = separate_symbols(whole);
  ASSERT_TRUE(parts.has_value());
  EXPECT_EQ(parts->symbols.size(), whole.size());
  EXPECT_EQ(output_of(parts->symbols), "whole\n");
  EXPECT_NE(parts->symbols.find("sample_program.cpp"), std::string::npos);
}

TEST(SeparateSymbols, BothPartsCarryOneBuildId) {
  const auto parts = separate_symbols(sample());
  ASSERT_TRUE(parts.has_value());
  EXPECT_EQ(parts->build_id.size(), 40u);
  EXPECT_EQ(parts->build_id.find_first_not_of("0123456789abcdef"), std::string::npos);
  EXPECT_EQ(read_build_id(parts->program), parts->build_id);
  EXPECT_EQ(read_build_id(parts->symbols), parts->build_id);
}

// Debug information names folders of the machine: neither they nor the id that the linker made of
// them may change what ships.
TEST(SeparateSymbols, WhatIsNotLoadedChangesNothingThatShips) {
  std::string other = sample();
  const auto parts = separate_symbols(other);
  const auto id = read_build_id(other);
  ASSERT_TRUE(parts.has_value() && id.has_value());
  const std::size_t name = other.rfind("sample_program.cpp");
  ASSERT_NE(name, std::string::npos);
  other[name] = 'S';
  const std::size_t note = other.find(std::string("\x14\0\0\0\x03\0\0\0GNU\0", 12));
  ASSERT_NE(note, std::string::npos);
  other[note + 12] ^= 1;
  const auto others = separate_symbols(other);
  ASSERT_TRUE(others.has_value());
  EXPECT_EQ(others->program, parts->program);
  EXPECT_EQ(others->build_id, parts->build_id);
}

TEST(SeparateSymbols, OtherCodeHasAnotherBuildId) {
  std::string other = sample();
  const auto parts = separate_symbols(other);
  const std::size_t word = other.find("whole");
  ASSERT_NE(word, std::string::npos);
  other[word] = 'W';
  const auto others = separate_symbols(other);
  ASSERT_TRUE(parts.has_value() && others.has_value());
  EXPECT_NE(others->build_id, parts->build_id);
}

TEST(SeparateSymbols, SomethingAppendedStays) {
  const std::string whole = sample() + "a core that belongs to this very program";
  const auto parts = separate_symbols(whole);
  ASSERT_TRUE(parts.has_value());
  EXPECT_EQ(parts->program, whole);
  EXPECT_EQ(parts->symbols, "");
  EXPECT_EQ(parts->build_id.size(), 40u);
}

TEST(SeparateSymbols, WhatShipsPartsIntoItself) {
  const auto parts = separate_symbols(sample());
  ASSERT_TRUE(parts.has_value());
  const auto again = separate_symbols(parts->program);
  ASSERT_TRUE(again.has_value());
  EXPECT_EQ(again->program, parts->program);
}

TEST(SeparateSymbols, AProgramWithoutSectionsOrBuildIdStays) {
  const std::string plain = build_elf({});
  const auto parts = separate_symbols(plain);
  ASSERT_TRUE(parts.has_value());
  EXPECT_EQ(parts->program, plain);
  EXPECT_EQ(parts->symbols, "");
  EXPECT_EQ(parts->build_id, "");
}

TEST(SeparateSymbols, RefusesWhatIsNotElf) {
  const auto parts = separate_symbols("#!/bin/sh\n");
  ASSERT_FALSE(parts.has_value());
  EXPECT_EQ(parts.error().type, "Elf.NotElf");
}

// Each byte of the file's header and of its tables, turned over: an answer or an error, no crash.
TEST(SeparateSymbols, SurvivesEachWrongByteOfTheHeaders) {
  const auto bytes = read_file("images/tools/elf/corpus/with_symbols", 1 << 20);
  ASSERT_TRUE(bytes.has_value());
  ASSERT_FALSE(separate_symbols(*bytes)->symbols.empty());
  for (std::size_t i = 0; i < bytes->size(); ++i) {
    std::string wrong = *bytes;
    wrong[i] = static_cast<char>(~wrong[i]);
    const auto parts = separate_symbols(wrong);
    if (parts && !parts->symbols.empty()) {
      EXPECT_EQ(parts->symbols.size(), wrong.size());
    }
    (void)separate_symbols(std::string_view(*bytes).substr(0, i));
  }
}

}  // namespace
}  // namespace lambda::images
