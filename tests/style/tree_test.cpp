// Holds every file of this repository to the rules. The tree is found through this file itself:
// what Bazel shows of it is a link into the workspace.
#include <cstdlib>
#include <filesystem>
#include <iostream>

#include <gtest/gtest.h>

#include "tests/style/direction.h"
#include "tests/style/rules.h"
#include "tests/style/source_file.h"
#include "tools/format/source_tree.h"

namespace lambda::style {
namespace {

std::filesystem::path workspace() {
  const std::string folder = std::getenv("TEST_SRCDIR");
  const std::string own = std::getenv("STYLE_TEST_SOURCE");
  return format::workspace_above(std::filesystem::path(folder) / own);
}

const std::vector<SourceFile>& tree() {
  static const std::vector<SourceFile> files = read_tree(workspace());
  return files;
}

std::string text(const Complaints& complaints) {
  std::string all;
  for (const std::string& complaint : complaints) {
    all += complaint + "\n";
  }
  return all;
}

struct Case {
  std::string name;
  Rule rule;
};

class EveryFile : public testing::TestWithParam<Case> {};

TEST_P(EveryFile, KeepsTheRule) {
  Complaints all;
  for (const SourceFile& file : tree()) {
    for (const std::string& complaint : GetParam().rule(file)) {
      all.push_back(complaint);
    }
  }
  EXPECT_EQ("", text(all));
}

TEST(Direction, IsPrinted) {
  std::cout << "uses run " << direction() << "\n";
  EXPECT_EQ("core <- runtime <- emulator <- images <- deploy <- façade <- handlers <- tests",
            direction());
}

INSTANTIATE_TEST_SUITE_P(Style, EveryFile,
                         testing::Values(Case{"Columns", lines_fit_100_columns},
                                         Case{"Length", file_has_at_most_400_lines},
                                         Case{"Functions", functions_have_at_most_70_lines},
                                         Case{"Opening", source_opens_with_a_comment},
                                         Case{"PragmaOnce", header_has_pragma_once},
                                         Case{"OneWay", uses_run_one_way},
                                         Case{"NoShell", shell_stays_in_two_files},
                                         Case{"NoMachine", names_nothing_of_one_machine},
                                         Case{"NothingToDo", leaves_nothing_to_do},
                                         Case{"OneRuleAFile", private_plan_has_one_rule},
                                         Case{"OneHeaderALibrary", library_has_one_header},
                                         Case{"Names", file_name_says_something}),
                         [](const auto& info) { return info.param.name; });

TEST(Tree, IsTheWholeRepository) {
  EXPECT_GT(tree().size(), 20u) << workspace();
  EXPECT_TRUE(std::filesystem::exists(workspace() / "WORKSPACE")) << workspace();
}

TEST(Tree, HasMostlyShortFiles) { EXPECT_EQ("", text(most_files_are_short(tree()))); }

TEST(Tree, HasAReadmeInEachRoom) { EXPECT_EQ("", text(rooms_have_a_readme(tree()))); }

}  // namespace
}  // namespace lambda::style
