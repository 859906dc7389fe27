// The whole page of the reference, out of the files that Bazel writes.
#pragma once

#include <expected>
#include <filesystem>
#include <span>
#include <string>

namespace lambda::tools {

/// The command that writes the page.
inline constexpr const char* kRenew = "tools/bazel run //docs:renew";

/// Error: a sentence that names the file that cannot be read or is malformed.
std::expected<std::string, std::string> page(std::span<const std::filesystem::path> files);

}  // namespace lambda::tools
