// One row of a compilation database: how a file is compiled, in the words of a clang of any
// version. Source: https://clang.llvm.org/docs/JSONCompilationDatabase.html
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace lambda::tools {

struct CompileCommand {
  std::string file;  // From the workspace.
  std::vector<std::string> arguments;
};

/// Where clang is to look in zig's place, as zig itself says.
struct SystemPaths {
  std::vector<std::string> includes;  // In order.
  std::vector<std::string> defines;
};

/// Reads what `zig c++ -v` prints: its includes but for clang's own headers, which each clang
/// brings.
SystemPaths system_paths(const std::string& text);

/// The compile of `arguments`, the command line of one of Bazel's actions; nothing when it is not
/// zig's. Left out is what other clangs do not know or what only a build needs: module maps,
/// outputs, -Werror. Paths below external/ and bazel-out/ begin with `execution_root`.
std::optional<CompileCommand> compile_command(const std::vector<std::string>& arguments,
                                              const SystemPaths& paths,
                                              const std::string& execution_root);

}  // namespace lambda::tools
