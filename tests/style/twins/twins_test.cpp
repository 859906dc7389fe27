// What counts as a line of logic, and which pairs are told.
#include "tests/style/twins/twins.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace lambda::style {
namespace {

std::vector<std::string> texts(const std::vector<Line>& lines) {
  std::vector<std::string> all;
  for (const Line& line : lines) {
    all.push_back(std::to_string(line.number) + " " + line.text);
  }
  return all;
}

Source source(const std::string& path, const std::string& text) {
  return {.path = path, .logic = logic_of(text, false)};
}

TEST(Logic, LeavesOutWhatSaysNothing) {
  EXPECT_EQ(texts(logic_of("// A file.\n#include <map>\n\nnamespace a {\nint f() {  // Two.\n"
                           "  return 2;\n}\n}  // namespace a\n",
                           false)),
            (std::vector<std::string>{"5 int f() {", "6 return 2;"}));
}

TEST(Logic, OfStarlarkLeavesOutDocstrings) {
  EXPECT_EQ(texts(logic_of("\"\"\"One.\n\nTwo.\n\"\"\"\nload(\":a\", \"b\")\ndef f():  # Why.\n"
                           "    \"\"\"Three.\"\"\"\n    return 2\n",
                           true)),
            (std::vector<std::string>{"6 def f():", "8 return 2"}));
}

TEST(Twins, AreToldWithTheirWholeLength) {
  const std::vector<Source> sources = {source("a.cpp", "x1\n\nx2\nx3\nx4\n"),
                                       source("b.cpp", "y\nx1\nx2 // Why.\nx3\nx4\n"),
                                       source("c.cpp", "x3\nx4\n")};
  EXPECT_EQ(twins(sources, 3), (std::vector<std::string>{"4 lines: a.cpp:1 and b.cpp:2"}));
  EXPECT_EQ(twins(sources, 5), std::vector<std::string>{});
  EXPECT_EQ(twins(sources, 2).size(), 3u);
}

TEST(Twins, WithinOneFileAreItsOwnBusiness) {
  const std::vector<Source> sources = {source("a.cpp", "x1\nx2\nx1\nx2\n")};
  EXPECT_EQ(twins(sources, 2), std::vector<std::string>{});
}

}  // namespace
}  // namespace lambda::style
