// version.bzl and CHANGELOG.md tell the same version.
#include <cstdlib>
#include <fstream>
#include <regex>
#include <string>
#include <tuple>
#include <vector>

#include <gtest/gtest.h>

namespace lambda::style {
namespace {

using Number = std::tuple<int, int, int>;

// "1.2" or "1.2.3" at the start of `text`; (-1, 0, 0) when there is none.
Number number_of(const std::string& text) {
  static const std::regex form(R"(^(\d{1,4})\.(\d{1,4})(?:\.(\d{1,4}))?(?: .*)?$)");
  std::smatch match;
  if (!std::regex_match(text, match, form)) {
    return {-1, 0, 0};
  }
  return {std::stoi(match[1]), std::stoi(match[2]), match[3].matched ? std::stoi(match[3]) : 0};
}

// What stands behind "## ", newest first.
std::vector<std::string> headings() {
  std::ifstream stream(std::getenv("CHANGELOG"));
  std::vector<std::string> found;
  for (std::string line; std::getline(stream, line);) {
    if (line.starts_with("## ")) {
      found.push_back(line.substr(3));
    }
  }
  return found;
}

TEST(Version, IsOfTheFormThatTagsHave) {
  EXPECT_GE(number_of(std::getenv("VERSION")), Number(0, 1, 0)) << std::getenv("VERSION");
}

TEST(Version, IsTheNewestOfTheChanges) {
  const std::vector<std::string> all = headings();
  ASSERT_FALSE(all.empty());
  const Number version = number_of(std::getenv("VERSION"));
  const bool is_open = all.front() == "Unreleased";
  if (!is_open) {
    EXPECT_EQ(number_of(all.front()), version) << "CHANGELOG.md begins with \"" << all.front()
                                               << "\": write \"## Unreleased\" above it, or "
                                               << "the same version in version.bzl";
  }
  for (std::size_t i = 1; i < all.size(); ++i) {
    EXPECT_LT(number_of(all[i]), version)
        << "CHANGELOG.md has \"" << all[i] << "\" as released: count version.bzl up";
    EXPECT_GT(number_of(all[i]), Number(-1, 0, 0)) << all[i] << ": write VERSION, then the day";
  }
}

}  // namespace
}  // namespace lambda::style
