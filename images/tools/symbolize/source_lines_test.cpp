// Lines of a real program, built as what ships is: optimised, position-independent, with inlining.
#include "images/tools/symbolize/source_lines.h"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <string>

#include <gtest/gtest.h>

namespace lambda::images {
namespace {

constexpr const char* kProgram = "images/tools/symbolize/crashing_program";

std::uint64_t printed_address() {
  FILE* const pipe = ::popen(kProgram, "r");
  std::array<char, 64> text{};
  EXPECT_NE(std::fgets(text.data(), text.size(), pipe), nullptr);
  EXPECT_EQ(::pclose(pipe), 0);
  const std::string line = text.data();
  return std::stoull(line.substr(line.find("0x") + 2), nullptr, 16);
}

TEST(SourceLines, NamesTheInlinedFunctionAndTheOneItWasInlinedIn) {
  const auto lines = SourceLines::open(kProgram);
  ASSERT_TRUE(lines.has_value());
  const std::vector<SourceLine> found = lines->at(printed_address() - 1);
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].function, "inlined_place");
  EXPECT_TRUE(found[0].file.ends_with("images/tools/symbolize/crashing_program.cpp"));
  EXPECT_EQ(found[0].line, 16);
  EXPECT_EQ(found[1].function, "shop::charge()");
  EXPECT_EQ(found[1].line, 24);
}

TEST(SourceLines, NamesNoFolderOfTheMachine) {
  const auto lines = SourceLines::open(kProgram);
  ASSERT_TRUE(lines.has_value());
  const std::vector<SourceLine> found = lines->at(printed_address() - 1);
  ASSERT_FALSE(found.empty());
  EXPECT_EQ(found[0].file.find("execroot"), std::string::npos);
}

TEST(SourceLines, AnAddressOfNoFunctionHasNoLine) {
  const auto lines = SourceLines::open(kProgram);
  ASSERT_TRUE(lines.has_value());
  EXPECT_TRUE(lines->at(0xffffffffff).empty());
}

TEST(SourceLines, AFileThatIsNotThereIsAnError) {
  const auto lines = SourceLines::open("nothing/here");
  ASSERT_FALSE(lines.has_value());
  EXPECT_EQ(lines.error().type, "File.Unreadable");
}

}  // namespace
}  // namespace lambda::images
