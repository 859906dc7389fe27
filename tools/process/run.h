// Runs a program of the build's to its end and keeps what it says.
#pragma once

#include <expected>
#include <filesystem>
#include <string>
#include <vector>

namespace lambda::tools {

struct ProgramEnd {
  int status = 0;
  std::string output;  // Standard output.
  std::string errors;  // Standard error.
};

/// Runs `program` in `folder`. Any status is an end, not an error.
/// Error: a sentence that names the program, when it cannot be started.
std::expected<ProgramEnd, std::string> run(const std::filesystem::path& program,
                                           const std::vector<std::string>& arguments,
                                           const std::filesystem::path& folder);

}  // namespace lambda::tools
