// A table of what is dropped; all else is passed on as it is.
#include "tools/compile_commands/compile_command.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <sstream>
#include <string_view>

namespace lambda::tools {
namespace {

constexpr std::array<std::string_view, 3> kDroppedWithValue = {"-MF", "-o", "-target"};
constexpr std::array<std::string_view, 5> kDropped = {"-MD", "-c", "-Werror", "-Xclang",
                                                      "-no-canonical-prefixes"};
constexpr std::array<std::string_view, 2> kDroppedPrefixes = {"-fmodule", "-ffile-compilation-dir"};

bool is_dropped(std::string_view word) {
  return std::ranges::contains(kDropped, word) ||
         std::ranges::any_of(kDroppedPrefixes, [&](auto start) { return word.starts_with(start); });
}

// "external/x" or "-Iexternal/x", from the execution root. What is external is named where it lies:
// its links in the execution root are those of the last build alone.
std::string with_root(const std::string& word, const std::string& execution_root) {
  const std::string flag = word.starts_with("-I") ? "-I" : "";
  const std::string path = word.substr(flag.size());
  if (path.starts_with("external/")) {
    return flag + execution_root + "/../../" + path;
  }
  return path.starts_with("bazel-out/") ? flag + execution_root + "/" + path : word;
}

// clang's own headers stand in lib/include, libc's in lib/libc/include.
bool is_clangs_own(std::string_view folder) { return folder.ends_with("ziglang/lib/include"); }

}  // namespace

SystemPaths system_paths(const std::string& text) {
  SystemPaths paths;
  std::istringstream words(text);
  for (std::string word; words >> word;) {
    if (word == "-isystem" && words >> word && !is_clangs_own(word)) {
      paths.includes.push_back(word);
    } else if (word == "-D" && words >> word) {
      paths.defines.push_back(word);
    }
  }
  return paths;
}

std::optional<CompileCommand> compile_command(const std::vector<std::string>& arguments,
                                              const SystemPaths& paths,
                                              const std::string& execution_root) {
  if (arguments.size() < 2 || !arguments[0].ends_with("ziglang/zig")) {
    return std::nullopt;
  }
  const bool is_cpp = arguments[1] == "c++";
  CompileCommand command;
  command.arguments = {is_cpp ? "clang++" : "clang", "-nostdlibinc"};
  if (is_cpp) {
    command.arguments.emplace_back("-nostdinc++");
  }
  for (std::size_t i = 2; i < arguments.size(); ++i) {
    const std::string& word = arguments[i];
    const bool has_value = i + 1 < arguments.size();
    if (word == "-target" && has_value) {
      command.arguments.push_back("--target=" + arguments[i + 1]);
    } else if (word == "-c" && has_value) {
      command.file = arguments[++i];
      continue;
    }
    if (has_value && std::ranges::contains(kDroppedWithValue, word)) {
      ++i;
    } else if (!is_dropped(word)) {
      command.arguments.push_back(with_root(word, execution_root));
    }
  }
  for (const std::string& define : paths.defines) {
    command.arguments.insert(command.arguments.begin() + 1, "-D" + define);
  }
  for (const std::string& folder : paths.includes) {
    command.arguments.insert(command.arguments.end(), {"-isystem", folder});
  }
  command.arguments.insert(command.arguments.end(), {"-c", command.file});
  return command;
}

}  // namespace lambda::tools
