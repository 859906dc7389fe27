// Sets C++ as .clang-format says, with what we did not write in angles.
#pragma once

#include <expected>
#include <filesystem>
#include <string>
#include <vector>

namespace lambda::format {

/// One line a file that has another form, "path:line: ...". Changes nothing.
/// Error: a sentence, when clang-format cannot run or a file cannot be read.
std::expected<std::vector<std::string>, std::string> check_cpp(
    const std::filesystem::path& workspace, const std::filesystem::path& clang_format);

/// Sets every file that has another form.
/// Error: as above, also when a file cannot be written.
std::expected<void, std::string> mend_cpp(const std::filesystem::path& workspace,
                                          const std::filesystem::path& clang_format);

}  // namespace lambda::format
