// A kind is told by the file's name; a text by having no NUL.
#include "tests/style/source_file.h"

#include <fstream>
#include <iterator>
#include <sstream>

#include "tools/format/source_tree.h"

namespace lambda::style {

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
  for (const std::string& path : format::files_of(workspace)) {
    std::ifstream file(workspace / path, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    if (!text.contains('\0')) {
      files.push_back({path, split_lines(text)});
    }
  }
  return files;
}

}  // namespace lambda::style
