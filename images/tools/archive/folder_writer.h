// Writes entries as files in a folder: /var/task, for a run without a container.
#pragma once

#include <expected>
#include <filesystem>
#include <vector>

#include "core/errors/error.h"
#include "images/tools/archive/entry.h"

namespace lambda::images {

/// Copies `entries` below `folder`, which must exist, with modes 0755 and 0644, and
/// 1777 for shared folders.
/// Error: File.Unreadable; File.Unwritable.
std::expected<void, Error> write_folder(const std::vector<Entry>& entries,
                                        const std::filesystem::path& folder);

}  // namespace lambda::images
