// Runs a program of the build's to its end and keeps what it says.
#pragma once

#include <expected>
#include <filesystem>
#include <string>
#include <vector>

#include "core/process/run_program.h"

namespace lambda::tools {

/// Runs `program` in `folder`, however long it takes. Any status is an end, not an error.
/// Error: a sentence that names the program, when it cannot be started.
std::expected<ProgramEnd, std::string> run(const std::filesystem::path& program,
                                           const std::vector<std::string>& arguments,
                                           const std::filesystem::path& folder);

}  // namespace lambda::tools
