// Entries are complete and sorted, so a folder precedes its files.
#include "images/tools/archive/folder_writer.h"

#include <system_error>

#include "core/errors/error.h"

namespace lambda::images {
namespace {

namespace fs = std::filesystem;

void write_entry(const Entry& entry, const fs::path& place, std::error_code& problem) {
  switch (entry.kind) {
    case EntryKind::kFolder:
      fs::create_directories(place, problem);
      if (problem || !entry.is_shared) {
        return;
      }
      fs::permissions(place, static_cast<fs::perms>(01777), problem);
      return;
    case EntryKind::kLink:
      fs::create_symlink(entry.target, place, problem);
      return;
    case EntryKind::kFile:
      fs::copy_file(entry.source, place, problem);
      if (problem) {
        return;
      }
      fs::permissions(place, static_cast<fs::perms>(entry.is_executable ? 0755 : 0644), problem);
      return;
  }
}

}  // namespace

std::expected<void, Error> write_folder(const std::vector<Entry>& entries, const fs::path& folder) {
  for (const Entry& entry : entries) {
    const fs::path place = folder / entry.path;
    std::error_code problem;
    write_entry(entry, place, problem);
    if (problem) {
      return failure("File.Unwritable", place.string() + ": " + problem.message() + " (from " +
                                            entry.source.string() + ").");
    }
  }
  return {};
}

}  // namespace lambda::images
