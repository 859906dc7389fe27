// Walks the workspace itself: neither Bazel's globs nor git need to be there.
#include "tools/format/source_tree.h"

#include <algorithm>

namespace lambda::format {
namespace {

namespace fs = std::filesystem;

// As .gitignore has them.
bool is_made_by_a_tool(const fs::directory_entry& entry) {
  const std::string name = entry.path().filename();
  return entry.is_symlink() || name == ".git" || name == ".cache" ||
         name == "compile_commands.json" || name.starts_with("bazel-");
}

}  // namespace

bool is_written_in(const fs::path& file, Language language) {
  const std::string name = file.filename();
  const std::string ending = file.extension();
  if (language == Language::kCpp) {
    return ending == ".h" || ending == ".cpp" || ending == ".c";
  }
  return name == "BUILD" || name == "WORKSPACE" || ending == ".bzl" || ending == ".bazel" ||
         ending == ".BUILD";
}

fs::path workspace_above(const fs::path& file) {
  fs::path folder = fs::canonical(file).parent_path();
  while (!fs::exists(folder / "WORKSPACE") && folder != folder.root_path()) {
    folder = folder.parent_path();
  }
  return folder;
}

std::vector<std::string> files_of(const fs::path& workspace) {
  std::vector<std::string> files;
  using Walk = fs::recursive_directory_iterator;
  for (auto entry = Walk(workspace); entry != Walk(); ++entry) {
    if (is_made_by_a_tool(*entry)) {
      entry.disable_recursion_pending();
    } else if (entry->is_regular_file()) {
      files.push_back(entry->path().lexically_relative(workspace));
    }
  }
  std::ranges::sort(files);
  return files;
}

std::vector<std::string> files_of(const fs::path& workspace, Language language) {
  std::vector<std::string> files = files_of(workspace);
  std::erase_if(files, [&](const std::string& file) { return !is_written_in(file, language); });
  return files;
}

}  // namespace lambda::format
