// What the real programs say of small trees, and that what was mended is well.
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tools/format/cpp_format.h"
#include "tools/format/difference.h"
#include "tools/format/includes.h"
#include "tools/format/source_tree.h"
#include "tools/format/starlark_format.h"

namespace lambda::format {
namespace {

namespace fs = std::filesystem;
using Lines = std::vector<std::string>;

fs::path program(const char* variable) {
  return fs::path(std::getenv("TEST_SRCDIR")) / std::getenv(variable);
}

std::string read(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

std::string problem_of_buildifier() { return read(program("BUILDIFIER_PROBLEM")); }

class Tree : public testing::Test {
 protected:
  Tree() : root_(fs::path(testing::TempDir()) / "tree") {
    fs::remove_all(root_);
    write(".clang-format", "BasedOnStyle: Google\nInsertBraces: true\n");
  }

  void write(const std::string& path, const std::string& text) const {
    fs::create_directories((root_ / path).parent_path());
    std::ofstream(root_ / path, std::ios::binary) << text;
  }

  fs::path root_;
};

TEST_F(Tree, HasTheFilesThatGitWouldTrack) {
  for (const char* path : {"a/b.cpp", "a/b.h", "a/BUILD", "x.bzl", "poco.BUILD", "REPO.bazel",
                           "bazel-bin/c.cpp", ".git/d.cpp", "e.lisp"}) {
    write(path, "");
  }
  fs::create_symlink(root_ / "a/b.cpp", root_ / "link.cpp");
  EXPECT_EQ(files_of(root_, Language::kCpp), (Lines{"a/b.cpp", "a/b.h"}));
  EXPECT_EQ(files_of(root_, Language::kStarlark),
            (Lines{"REPO.bazel", "a/BUILD", "poco.BUILD", "x.bzl"}));
}

TEST_F(Tree, LeavesOutFilesThatAreNotItsOwn) {
  for (const char* path : {"README.md", "compile_commands.json", ".cache/clangd/index", ".git/a"}) {
    write(path, "");
  }
  EXPECT_EQ(files_of(root_), (Lines{".clang-format", "README.md"}));
}

TEST_F(Tree, IsFoundFromAnyFileOfIts) {
  write("WORKSPACE", "");
  write("a/b/c.cpp", "");
  fs::create_symlink(root_ / "a/b/c.cpp", root_ / "link.cpp");
  EXPECT_EQ(workspace_above(root_ / "a/b/c.cpp"), fs::canonical(root_));
  EXPECT_EQ(workspace_above(root_ / "link.cpp"), fs::canonical(root_));
}

TEST(Difference, IsTheFirstLine) {
  EXPECT_EQ(first_difference("a", "1\n2\n", "1\n2\n"), std::nullopt);
  EXPECT_EQ(first_difference("a", "1\n2\n", "1\n3\n"), "a:2: `2` should be `3`");
  EXPECT_EQ(first_difference("a", "1\n", "1\n3\n"), "a:2: missing here: `3`");
  EXPECT_EQ(first_difference("a", "1\n2\n", "1\n"), "a:2: one line too many: `2`");
  EXPECT_EQ(first_difference("a", "1", "1\n"), "a:2: the last line has no end");
}

TEST(Includes, AreAngledUnlessTheyAreOurs) {
  EXPECT_EQ(with_angled_includes("#include \"Poco/A.h\"\n#include \"gtest/gtest.h\"\n"),
            "#include <Poco/A.h>\n#include <gtest/gtest.h>\n");
  const std::string ours = "#include \"runtime/lambda.h\"\n// \"Poco/A.h\"\n#include <Poco/A.h>\n";
  EXPECT_EQ(with_angled_includes(ours), ours);
}

TEST_F(Tree, CppIsCheckedAndMended) {
  write("a.cpp", "int f(int x) {\n  if (x) return 1;\n  return 2;\n}\n");
  write("b.cpp", "#include \"Poco/A.h\"\n");
  write("c.cpp", "int x;\n");
  const fs::path tool = program("CLANG_FORMAT");
  const auto found = check_cpp(root_, tool);
  ASSERT_TRUE(found.has_value()) << found.error();
  EXPECT_EQ(*found, (Lines{"b.cpp:1: `#include \"Poco/A.h\"` should be `#include <Poco/A.h>`",
                           "a.cpp:2: `  if (x) return 1;` should be `  if (x) {`"}));
  ASSERT_TRUE(mend_cpp(root_, tool).has_value());
  EXPECT_EQ(check_cpp(root_, tool), Lines{});
  EXPECT_EQ(read(root_ / "a.cpp"),
            "int f(int x) {\n  if (x) {\n    return 1;\n  }\n  return 2;\n}\n");
}

TEST_F(Tree, AnUnreadableSettingIsAnError) {
  write(".clang-format", "BasedOnStyle: None such\n");
  write("a.cpp", "int x;\n");
  const auto found = check_cpp(root_, program("CLANG_FORMAT"));
  ASSERT_FALSE(found.has_value());
  EXPECT_TRUE(found.error().contains("clang-format ended with status 1")) << found.error();
}

TEST_F(Tree, StarlarkIsCheckedAndMended) {
  ASSERT_TRUE(problem_of_buildifier().empty()) << problem_of_buildifier();
  write("WORKSPACE", "");
  write("a/BUILD", "load(\"//x:y.bzl\", \"y\", \"z\")\n\ny(srcs = [\"b\"], name = \"a\")\n");
  const fs::path tool = program("BUILDIFIER");
  const auto found = check_starlark(root_, tool);
  ASSERT_TRUE(found.has_value()) << found.error();
  std::string all;
  for (const std::string& line : *found) {
    all += line + "\n";
  }
  EXPECT_TRUE(all.contains("a/BUILD:3: `y(srcs = [\"b\"], name = \"a\")` should be `y(`")) << all;
  EXPECT_TRUE(all.contains("a/BUILD:1: load: Loaded symbol \"z\" is unused.")) << all;
  ASSERT_TRUE(mend_starlark(root_, tool).has_value());
  EXPECT_EQ(check_starlark(root_, tool), Lines{});
  EXPECT_EQ(read(root_ / "a/BUILD"),
            "load(\"//x:y.bzl\", \"y\")\n\ny(\n    name = \"a\",\n    srcs = [\"b\"],\n)\n");
}

TEST_F(Tree, WhatIsNoStarlarkIsAnError) {
  ASSERT_TRUE(problem_of_buildifier().empty()) << problem_of_buildifier();
  write("BUILD", "y(\n");
  const auto found = check_starlark(root_, program("BUILDIFIER"));
  ASSERT_FALSE(found.has_value());
  EXPECT_TRUE(found.error().contains("BUILD:3:1: syntax error")) << found.error();
}

}  // namespace
}  // namespace lambda::format
