// Files in memory: a child process reads and writes them, and there is no pipe to drain and no disk
// to clean.
// Source: memfd_create(2).
#pragma once

#include <cstddef>
#include <expected>
#include <string>
#include <string_view>

#include "core/errors/error.h"
#include "core/files/unique_fd.h"

namespace lambda {

/// Holds `content`, whole, to be read from its beginning. Closed, with the reason in errno, when
/// there is no memory for it. Its descriptor is above those that a child is given.
UniqueFd memory_file(std::string_view content);

/// All that `file` holds now; it may still be written to.
/// Error: File.TooLarge when that is more than `bytes_max` bytes; File.Unreadable when it becomes
/// shorter meanwhile.
std::expected<std::string, Error> read_memory_file(const UniqueFd& file, std::size_t bytes_max);

}  // namespace lambda
