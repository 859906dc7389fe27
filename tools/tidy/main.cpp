// `tools/bazel run //tools/tidy`: clang-tidy over the files of compile_commands.json.
#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <expected>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <mutex>
#include <sstream>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "core/process/find_on_path.h"
#include "tools/format/source_tree.h"
#include "tools/process/run.h"

namespace {

namespace fs = std::filesystem;
using Files = std::vector<std::string>;

constexpr const char* kHelp =
    "tools/bazel run //tools/tidy [-- OPTION]\n"
    "\n"
    "Runs clang-tidy, with the checks of .clang-tidy, over every C++ file; some minutes. First:\n"
    "tools/bazel run //tools/compile_commands\n"
    "\n"
    "  --changed   only files that differ from the branch main, or are new\n"
    "  --help      this text\n";

// The C++ files that git names; only sources, which clang-tidy is told how to compile.
std::expected<Files, std::string> changed(const fs::path& workspace) {
  const fs::path git = lambda::find_on_path("git", lambda::own_path());
  Files files;
  for (const Files& asked : {Files{"diff", "--name-only", "--diff-filter=d", "main"},
                             Files{"ls-files", "--others", "--exclude-standard"}}) {
    const auto end = lambda::tools::run(git, asked, workspace);
    if (!end || end->status != 0) {
      return std::unexpected(end ? end->errors : end.error());
    }
    std::istringstream lines(end->output);
    for (std::string line; std::getline(lines, line);) {
      files.push_back(line);
    }
  }
  return files;
}

// Leaves the files that the database knows.
void keep_known(Files& files, const fs::path& workspace) {
  std::ifstream stream(workspace / "compile_commands.json");
  const std::string database{std::istreambuf_iterator<char>(stream), {}};
  std::erase_if(files, [&](const std::string& file) {
    return !database.contains("\"" + (workspace / file).string() + "\"");
  });
}

// One process a file, as many at once as there are processors. Returns whether nothing was found.
bool tidy(const fs::path& program, const fs::path& workspace, const Files& files) {
  std::atomic<std::size_t> next = 0;
  std::atomic<bool> is_well = true;
  std::mutex printing;
  const auto work = [&] {
    for (std::size_t i = next++; i < files.size(); i = next++) {
      const auto end = lambda::tools::run(
          program, {"--quiet", "--warnings-as-errors=*", "-p", ".", files[i]}, workspace);
      const std::scoped_lock lock(printing);
      if (!end || end->status != 0) {
        is_well = false;
        std::printf("%s", end ? (end->output + end->errors).c_str() : (end.error() + "\n").c_str());
      }
    }
  };
  std::vector<std::jthread> threads;
  for (unsigned i = 0; i < std::max(1u, std::thread::hardware_concurrency()); ++i) {
    threads.emplace_back(work);
  }
  threads.clear();
  return is_well;
}

}  // namespace

int main(int count, char** words) {
  const char* folder = std::getenv("BUILD_WORKSPACE_DIRECTORY");
  const std::string_view option = count == 3 ? words[2] : "";
  if (folder == nullptr || count < 2 || count > 3 || (count == 3 && option != "--changed")) {
    std::fprintf(stderr, "%s", kHelp);
    return option == "--help" ? 0 : 2;
  }
  const fs::path workspace = folder;
  if (!fs::exists(workspace / "compile_commands.json")) {
    std::fprintf(stderr,
                 "no compile_commands.json: type tools/bazel run //tools/compile_commands\n");
    return 1;
  }
  auto files = option == "--changed" ? changed(workspace)
                                     : std::expected<Files, std::string>(lambda::format::files_of(
                                           workspace, lambda::format::Language::kCpp));
  if (!files) {
    std::fprintf(stderr, "%s\n", files.error().c_str());
    return 1;
  }
  keep_known(*files, workspace);
  std::fprintf(stderr, "%zu files\n", files->size());
  return tidy(fs::absolute(words[1]), workspace, *files) ? 0 : 1;
}
