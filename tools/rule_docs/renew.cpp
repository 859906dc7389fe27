// `tools/bazel run //docs:renew`: writes docs/rules.md.
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string_view>
#include <vector>

#include "tools/rule_docs/page.h"

int main(int count, char** words) {
  const char* workspace = std::getenv("BUILD_WORKSPACE_DIRECTORY");
  std::vector<std::filesystem::path> files(words + 1, words + count);
  if (workspace == nullptr || files.empty() || files.back() == "--help") {
    std::fprintf(stderr,
                 "%s\n\nWrites docs/rules.md, the reference of rules, of their docstrings.\n",
                 lambda::tools::kRenew);
    return workspace == nullptr ? 2 : 0;
  }
  const auto text = lambda::tools::page(files);
  if (!text) {
    std::fprintf(stderr, "%s\n", text.error().c_str());
    return 1;
  }
  const auto file = std::filesystem::path(workspace) / "docs/rules.md";
  std::ofstream stream(file, std::ios::binary);
  stream << *text;
  stream.flush();
  std::fprintf(stderr, "%s: %s\n", file.c_str(), stream ? "written" : "cannot be written");
  return stream ? 0 : 1;
}
