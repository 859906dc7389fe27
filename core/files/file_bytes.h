// Reads and writes whole files, up to a maximum size.
#pragma once

#include <cstdint>
#include <expected>
#include <filesystem>
#include <string>
#include <string_view>

#include "core/errors/error.h"

namespace lambda {

/// Reads the regular file `path`; symbolic links are followed.
/// Error: File.Unreadable when it is missing, not a regular file, or unreadable; File.TooLarge when
/// it holds more than `bytes_max` bytes.
std::expected<std::string, Error> read_file(const std::filesystem::path& path,
                                            std::uintmax_t bytes_max);

/// Replaces the content of `path` with `bytes`. The folder must exist.
/// Error: File.Unwritable.
std::expected<void, Error> write_file(const std::filesystem::path& path, std::string_view bytes);

}  // namespace lambda
