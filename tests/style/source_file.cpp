// Walks the workspace itself, since a glob of Bazel's ends at each package.
#include "tests/style/source_file.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <sstream>

namespace lambda::style {
namespace {

bool is_foreign(const std::filesystem::directory_entry& entry) {
  const std::string name = entry.path().filename();
  return entry.is_symlink() || name == ".git" || name.starts_with("bazel-");
}

}  // namespace

Kind kind(const SourceFile& file) {
  const std::filesystem::path path(file.path);
  const std::string name = path.filename();
  if (name == "BUILD" || name == "BUILD.bazel" || name == "WORKSPACE") {
    return Kind::kBuild;
  }
  if (path.extension() == ".h") {
    return Kind::kHeader;
  }
  if (path.extension() == ".cpp") {
    return Kind::kProgram;
  }
  if (path.extension() == ".bzl") {
    return Kind::kPlan;
  }
  if (path.extension() == ".lisp" || path.extension() == ".asd") {
    return Kind::kLisp;
  }
  return Kind::kText;
}

std::vector<std::string> split_lines(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) {
    lines.push_back(line);
  }
  return lines;
}

std::vector<SourceFile> read_tree(const std::filesystem::path& workspace) {
  std::vector<SourceFile> files;
  using Walk = std::filesystem::recursive_directory_iterator;
  for (auto entry = Walk(workspace); entry != Walk(); ++entry) {
    if (is_foreign(*entry)) {
      entry.disable_recursion_pending();
      continue;
    }
    if (!entry->is_regular_file()) {
      continue;
    }
    std::ifstream file(entry->path(), std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    if (text.contains('\0')) {
      continue;
    }
    files.push_back({entry->path().lexically_relative(workspace), split_lines(text)});
  }
  std::ranges::sort(files, {}, &SourceFile::path);
  return files;
}

}  // namespace lambda::style
