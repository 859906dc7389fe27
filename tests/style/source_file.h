// A source file of this repository as the style rules see it, and the tree of all of them.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace lambda::style {

enum class Kind {
  kHeader,   // .h
  kProgram,  // .cpp
  kPlan,     // .bzl
  kBuild,    // BUILD, WORKSPACE
  kLisp,     // .lisp, .asd
  kText,     // All else.
};

struct SourceFile {
  std::string path;                // From the workspace, with slashes.
  std::vector<std::string> lines;  // Without their ends.
};

/// By name alone.
Kind kind(const SourceFile& file);

/// The text cut at its line ends; a last line without one counts.
std::vector<std::string> split_lines(const std::string& text);

/// Every text file below `workspace`, in path order. Leaves out what Bazel and git make, and bytes
/// that are no text.
std::vector<SourceFile> read_tree(const std::filesystem::path& workspace);

}  // namespace lambda::style
