// Finds a program as a shell does.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace lambda {

/// The executable file that `program` names: as it is when it has a slash, else the first in
/// `path`, whose folders are separated by colons; those that are not absolute are passed over.
/// Empty when there is none.
std::filesystem::path find_on_path(const std::string& program, std::string_view path);

/// The variable PATH, or "/usr/bin:/bin" when it is not set.
std::string own_path();

}  // namespace lambda
