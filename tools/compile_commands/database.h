// The compilation database of the whole workspace, out of what Bazel says it would run.
#pragma once

#include <expected>
#include <functional>
#include <string>
#include <vector>

#include "tools/compile_commands/compile_command.h"

namespace lambda::tools {

/// The compiles for x86_64 and musl in the answer of `bazel aquery --output=jsonproto`, one a file,
/// in the order of files. Files that the build makes are left out.
/// Error: a sentence, when `answer` is malformed.
std::expected<std::vector<CompileCommand>, std::string> commands_of(
    const std::string& answer, const std::function<SystemPaths(const std::string& verb)>& paths,
    const std::string& execution_root);

/// The database's text: `folder` is where each command runs.
std::string database(const std::vector<CompileCommand>& commands, const std::string& folder);

}  // namespace lambda::tools
