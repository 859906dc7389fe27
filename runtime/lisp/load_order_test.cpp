// The build rules load what //runtime/lisp:sources lists; ASDF what lambda-runtime.asd lists: the
// same files, in the same order, and all there are.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace {

/// Every name that `name` finds, as its first group, in the file that `variable` names.
std::vector<std::string> names_in(const char* variable, const std::regex& name) {
  std::ifstream file(std::filesystem::path(std::getenv("TEST_SRCDIR")) / std::getenv(variable));
  const std::string text((std::istreambuf_iterator<char>(file)), {});
  std::vector<std::string> names;
  for (std::sregex_iterator found(text.begin(), text.end(), name), end; found != end; ++found) {
    names.push_back((*found)[1]);
  }
  return names;
}

// Bazel sorts what it hands to a test, so the rule's own words are read.
std::vector<std::string> sources_of_rule() {
  return names_in("RULES", std::regex("\n        \"([a-z0-9-]+)\\.lisp\","));
}

std::vector<std::string> components_of_system() {
  return names_in("SYSTEM", std::regex("\\(:file \"([a-z0-9-]+)\"\\)"));
}

TEST(LoadOrder, IsTheSameForRulesAndAsdf) {
  EXPECT_FALSE(sources_of_rule().empty());
  EXPECT_EQ(sources_of_rule(), components_of_system());
}

TEST(LoadOrder, LeavesNoFileOut) {
  const std::vector<std::string> listed = sources_of_rule();
  std::istringstream paths(std::getenv("ALL"));
  std::set<std::string> there;
  for (std::string path; paths >> path;) {
    there.insert(std::filesystem::path(path).stem());
  }
  EXPECT_EQ(std::set<std::string>(listed.begin(), listed.end()), there);
}

}  // namespace
