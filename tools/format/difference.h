// Where a file differs from the form it should have.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace lambda::format {

/// The command that mends every file; each complaint is followed by it once.
inline constexpr std::string_view kMend = "tools/bazel run //tools/format";

/// The first line that differs, as `PATH:LINE: "is" should be "shall"`; nothing when all are equal.
std::optional<std::string> first_difference(const std::string& path, std::string_view is,
                                            std::string_view shall);

}  // namespace lambda::format
