// Holds every file of this repository to its set form, one language a test. The tree is found
// through this file itself: what Bazel shows of it is a link into the workspace.
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

#include <gtest/gtest.h>

#include "tools/format/cpp_format.h"
#include "tools/format/difference.h"
#include "tools/format/source_tree.h"
#include "tools/format/starlark_format.h"

namespace lambda::format {
namespace {

namespace fs = std::filesystem;

// A runfile that the variable names.
fs::path runfile(const char* variable) {
  return fs::path(std::getenv("TEST_SRCDIR")) / std::getenv(variable);
}

fs::path workspace() { return workspace_above(runfile("FORM_TEST_SOURCE")); }

std::string problem() {
  if (std::getenv("FORM_TEST_PROBLEM") == nullptr) {
    return "";
  }
  std::ifstream file(runfile("FORM_TEST_PROBLEM"));
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST(Form, IsTheSetOne) {
  ASSERT_TRUE(problem().empty()) << problem();
  ASSERT_TRUE(fs::exists(workspace() / "WORKSPACE")) << workspace();
  const bool is_cpp = std::string(std::getenv("FORM_TEST_LANGUAGE")) == "cpp";
  const auto complaints = is_cpp ? check_cpp(workspace(), runfile("FORM_TEST_PROGRAM"))
                                 : check_starlark(workspace(), runfile("FORM_TEST_PROGRAM"));
  ASSERT_TRUE(complaints.has_value()) << complaints.error();
  std::string all;
  for (const std::string& complaint : *complaints) {
    all += complaint + "\n";
  }
  EXPECT_TRUE(complaints->empty()) << all << "To mend: " << kMend;
}

}  // namespace
}  // namespace lambda::format
