// The files of this repository that have a set form, as git would track them.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace lambda::format {

enum class Language {
  kCpp,       // .h, .cpp, .c
  kStarlark,  // BUILD, WORKSPACE, .bzl, .bazel, .BUILD
};

/// By name alone.
bool is_written_in(const std::filesystem::path& file, Language language);

/// From `workspace`, in order. Leaves out what Bazel and git make.
std::vector<std::string> files_of(const std::filesystem::path& workspace, Language language);

}  // namespace lambda::format
