// No two files of this repository share more than fifteen lines of logic. The tree is found through
// this file itself: what Bazel shows of it is a link into the workspace.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/style/twins/twins.h"
#include "tools/format/source_tree.h"

namespace lambda::style {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kSharedLinesMax = 15;

fs::path workspace() {
  return format::workspace_above(fs::path(std::getenv("TEST_SRCDIR")) /
                                 std::getenv("TWINS_TEST_SOURCE"));
}

std::vector<Source> tree() {
  std::vector<Source> sources;
  for (const auto language : {format::Language::kCpp, format::Language::kStarlark}) {
    for (const std::string& path : format::files_of(workspace(), language)) {
      std::ifstream stream(workspace() / path, std::ios::binary);
      const std::string text{std::istreambuf_iterator<char>(stream), {}};
      sources.push_back({path, logic_of(text, language == format::Language::kStarlark)});
    }
  }
  return sources;
}

TEST(Tree, HasNoTwins) {
  const std::vector<Source> sources = tree();
  ASSERT_GT(sources.size(), 100u) << workspace();
  std::string all;
  for (const std::string& pair : twins(sources, kSharedLinesMax + 1)) {
    all += pair + "\n";
  }
  EXPECT_TRUE(all.empty()) << all << "Give what they share a name and a file of its own.";
}

}  // namespace
}  // namespace lambda::style
