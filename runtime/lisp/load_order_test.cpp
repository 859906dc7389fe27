// The build rules load what //runtime/lisp:sources lists; ASDF what lambda-runtime.asd lists: the
// same files, in the same order, and all there are.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace {

std::filesystem::path runfile(const char* variable) {
  return std::filesystem::path(std::getenv("TEST_SRCDIR")) / std::getenv(variable);
}

std::vector<std::string> sources_of_rule() {
  std::vector<std::string> names;
  std::istringstream paths(std::getenv("SOURCES"));
  for (std::string path; paths >> path;) {
    names.push_back(std::filesystem::path(path).stem());
  }
  return names;
}

std::vector<std::string> components_of_system() {
  std::ifstream file(runfile("SYSTEM"));
  const std::string text((std::istreambuf_iterator<char>(file)), {});
  const std::regex component("\\(:file \"([a-z-]+)\"\\)");
  std::vector<std::string> names;
  for (std::sregex_iterator found(text.begin(), text.end(), component), end; found != end;
       ++found) {
    names.push_back((*found)[1]);
  }
  return names;
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
