// The files of this repository, as git would track them.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace lambda::format {

enum class Language {
  kCpp,       // .h, .cpp, .c
  kStarlark,  // BUILD, WORKSPACE, .bzl, .bazel, .BUILD
};

/// The folder above `file`, links resolved, that has a WORKSPACE: where a test finds the tree
/// through a file of its own, which Bazel shows it as a link. `file` must be in a workspace.
std::filesystem::path workspace_above(const std::filesystem::path& file);

/// All files of `workspace`, from there, in order. Leaves out links, and what Bazel, git and clangd
/// make.
std::vector<std::string> files_of(const std::filesystem::path& workspace);

/// By name alone.
bool is_written_in(const std::filesystem::path& file, Language language);

/// Those of them that are written in `language`.
std::vector<std::string> files_of(const std::filesystem::path& workspace, Language language);

}  // namespace lambda::format
