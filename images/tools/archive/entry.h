// One member of an archive; and the order and completeness that every archive of ours has.
// Source: OCI Image Specification 1.1, layer.md: a layer names its parent directories.
#pragma once

#include <expected>
#include <filesystem>
#include <string>
#include <vector>

#include "core/errors/error.h"

namespace lambda::images {

enum class EntryKind { kFolder, kFile, kLink };

/// A folder, a file or a symbolic link, as it will stand in the archive.
struct Entry {
  std::string path;  // Without a first or last slash.
  EntryKind kind = EntryKind::kFile;
  bool is_executable = false;    // Files only: mode 0755, else 0644.
  bool is_shared = false;        // Folders only: mode 1777 as /tmp's, else 0755.
  std::filesystem::path source;  // Files only: where the bytes are.
  std::string target;            // Links only: the text of the link.
};

/// `entries` with every missing parent folder added, sorted by path in byte order.
/// Error: Archive.BadPath, see archive_path.h; Archive.Duplicate when two entries claim one path;
/// Archive.Conflict when a file or link stands where another entry needs a folder.
std::expected<std::vector<Entry>, Error> complete_entries(std::vector<Entry> entries);

}  // namespace lambda::images
