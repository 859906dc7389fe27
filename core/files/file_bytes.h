// Whole files in and out of memory, with a maximum. The packers' only way to small files.
// Source: none outside; std::fstream with the errors made visible.
#pragma once

#include <cstdint>
#include <expected>
#include <filesystem>
#include <string>
#include <string_view>

#include "core/errors/error.h"

namespace lambda {

/// The bytes of the regular file `path`, links followed.
/// Error: File.Unreadable when it is absent, no regular file, or cannot be read; File.TooLarge when
/// it holds more than `bytes_max` bytes.
std::expected<std::string, Error> read_file(const std::filesystem::path& path,
                                            std::uintmax_t bytes_max);

/// Replaces `path` by `bytes`. The folder must exist.
/// Error: File.Unwritable.
std::expected<void, Error> write_file(const std::filesystem::path& path, std::string_view bytes);

}  // namespace lambda
