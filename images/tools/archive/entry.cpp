// A map by path sorts the entries and finds duplicates.
#include "images/tools/archive/entry.h"

#include <map>
#include <utility>

#include "core/errors/error.h"
#include "images/tools/archive/archive_path.h"

namespace lambda::images {
namespace {

std::unexpected<Error> duplicate(const Entry& first, const Entry& second) {
  auto named = [](const Entry& entry) {
    return entry.kind == EntryKind::kLink ? "a link to " + entry.target : entry.source.string();
  };
  return failure("Archive.Duplicate", "Two things would stand at '" + first.path +
                                          "': " + named(first) + " and " + named(second) +
                                          ". Give one of them another path with `files`.");
}

}  // namespace

std::expected<std::vector<Entry>, Error> complete_entries(std::vector<Entry> entries) {
  std::map<std::string, Entry> by_path;
  for (Entry& entry : entries) {
    if (auto checked = check_archive_path(entry.path); !checked) {
      return std::unexpected(checked.error());
    }
    const auto [place, is_new] = by_path.try_emplace(entry.path, entry);
    const bool both_folders =
        entry.kind == EntryKind::kFolder && place->second.kind == EntryKind::kFolder;
    if (!is_new && !both_folders) {
      return duplicate(place->second, entry);
    }
    place->second.is_shared |= entry.is_shared;
  }
  for (const Entry& entry : entries) {
    for (std::size_t slash = entry.path.find('/'); slash != std::string::npos;
         slash = entry.path.find('/', slash + 1)) {
      const std::string parent = entry.path.substr(0, slash);
      const auto [place, is_new] =
          by_path.try_emplace(parent, Entry{.path = parent, .kind = EntryKind::kFolder});
      if (place->second.kind != EntryKind::kFolder) {
        return failure("Archive.Conflict", "'" + parent + "' is a file or a link, but '" +
                                               entry.path +
                                               "' needs a folder there. Rename one of them.");
      }
    }
  }
  std::vector<Entry> complete;
  complete.reserve(by_path.size());
  for (auto& [path, entry] : by_path) {
    complete.push_back(std::move(entry));
  }
  return complete;
}

}  // namespace lambda::images
