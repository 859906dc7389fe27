// docs/rules.md is what the docstrings make.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tools/rule_docs/page.h"

namespace lambda::tools {
namespace {

TEST(Rules, AreThoseOfTheDocstrings) {
  std::istringstream names(std::getenv("RULES_FILES"));
  const std::vector<std::filesystem::path> files{std::istream_iterator<std::string>(names), {}};
  ASSERT_FALSE(files.empty());
  const auto made = page(files);
  ASSERT_TRUE(made.has_value()) << made.error();
  std::ifstream stream(std::getenv("RULES_PAGE"), std::ios::binary);
  const std::string is{std::istreambuf_iterator<char>(stream), {}};
  EXPECT_EQ(is, *made) << "docs/rules.md is not what the docstrings say. To renew it: " << kRenew;
}

}  // namespace
}  // namespace lambda::tools
