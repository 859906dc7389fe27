// `tools/bazel run //tools/compile_commands`: writes compile_commands.json for clangd and
// clang-tidy.
#include <cstdio>
#include <cstdlib>
#include <expected>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include "tools/compile_commands/compile_command.h"
#include "tools/compile_commands/database.h"
#include "tools/process/run.h"

namespace {

namespace fs = std::filesystem;
using Words = std::vector<std::string>;

constexpr const char* kHelp =
    "tools/bazel run //tools/compile_commands\n"
    "\n"
    "Asks Bazel how it compiles each C++ file of the workspace and writes compile_commands.json,\n"
    "which clangd finds by itself. Build what you work on first, so that what the build makes is\n"
    "there; type the command again when targets were added.\n";

std::expected<std::string, std::string> ask_bazel(const fs::path& workspace, Words words) {
  auto end = lambda::tools::run(workspace / "tools/bazel", words, workspace);
  if (!end) {
    return std::unexpected(end.error());
  }
  // What Bazel could not analyse is left out; it has said why.
  if (end->output.empty()) {
    return std::unexpected("tools/bazel " + words.front() + ":\n" + end->errors);
  }
  return std::move(end->output);
}

// zig prints where it looks when it is told to preprocess an empty file. It wants a folder to write
// to.
lambda::tools::SystemPaths ask_zig(const fs::path& zig, const std::string& verb) {
  const Words words = {verb, "-target", "x86_64-linux-musl",        "-v",
                       "-E", "-x",      verb == "cc" ? "c" : "c++", "/dev/null"};
  const std::string cache = fs::temp_directory_path() / "compile_commands.zig";
  setenv("ZIG_GLOBAL_CACHE_DIR", cache.c_str(), 1);
  setenv("ZIG_LOCAL_CACHE_DIR", cache.c_str(), 1);
  const auto end = lambda::tools::run(zig, words, "/");
  std::error_code ignored;
  fs::remove_all(cache, ignored);
  return end ? lambda::tools::system_paths(end->output + end->errors)
             : lambda::tools::SystemPaths();
}

std::expected<void, std::string> write_database(const fs::path& workspace, const fs::path& zig) {
  auto root = ask_bazel(workspace, {"info", "execution_root"});
  if (!root) {
    return std::unexpected(root.error());
  }
  root->resize(root->find_last_not_of('\n') + 1);
  const auto answer = ask_bazel(
      workspace, {"aquery", "--keep_going", "--output=jsonproto", "--include_artifacts=false",
                  "--noshow_progress", "mnemonic(\"CppCompile\", //...)"});
  if (!answer) {
    return std::unexpected(answer.error());
  }
  const auto paths = [&](const std::string& verb) { return ask_zig(zig, verb); };
  const auto commands = lambda::tools::commands_of(*answer, paths, *root);
  if (!commands) {
    return std::unexpected(commands.error());
  }
  const fs::path file = workspace / "compile_commands.json";
  std::ofstream stream(file, std::ios::binary);
  stream << lambda::tools::database(*commands, workspace);
  stream.flush();
  if (!stream) {
    return std::unexpected(file.string() + ": cannot be written");
  }
  std::fprintf(stderr, "%s: %zu files\n", file.c_str(), commands->size());
  return {};
}

}  // namespace

int main(int count, char** words) {
  const char* workspace = std::getenv("BUILD_WORKSPACE_DIRECTORY");
  if (count != 2 || std::string_view(words[1]) == "--help" || workspace == nullptr) {
    std::fprintf(stderr, "%s", kHelp);
    return count == 3 && std::string_view(words[2]) == "--help" ? 0 : 2;
  }
  const auto written = write_database(workspace, fs::absolute(words[1]));
  if (!written) {
    std::fprintf(stderr, "%s\n", written.error().c_str());
    return 1;
  }
  return 0;
}
