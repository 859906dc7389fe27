// Sets BUILD and .bzl files as buildifier does, and finds what it warns of.
#pragma once

#include <expected>
#include <filesystem>
#include <string>
#include <vector>

namespace lambda::format {

/// One line a file that has another form and one a warning, "path:line: ...". Changes nothing.
/// Error: a sentence, when buildifier cannot run or cannot read a file.
std::expected<std::vector<std::string>, std::string> check_starlark(
    const std::filesystem::path& workspace, const std::filesystem::path& buildifier);

/// Sets every file that has another form, and mends the warnings that buildifier can mend.
/// Error: as above.
std::expected<void, std::string> mend_starlark(const std::filesystem::path& workspace,
                                               const std::filesystem::path& buildifier);

}  // namespace lambda::format
