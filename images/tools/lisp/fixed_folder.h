// A folder whose name is the same on every machine, for what knows where it was made.
// Source: flock(2), open(2); CWE-377. One build at a time is in it; whoever comes second waits.
#pragma once

#include <sys/types.h>
#include <unistd.h>

#include <expected>
#include <filesystem>
#include <string>
#include <utility>

#include "core/errors/error.h"

namespace lambda::images {

/// An empty folder of one's own, removed in the destructor. The folder is its own lock: nothing
/// else is left behind, so several users of a machine can take turns.
class FixedFolder {
 public:
  /// Waits until the folder `name` of `parent` is free, and empties it. Its name can be guessed, so
  /// it is taken only when it belongs to `owner`, when nobody else may write to it, and when it is
  /// no link.
  /// Error: FixedFolder.Foreign, when somebody else could put files there; FixedFolder.Unusable
  /// with the system's reason.
  static std::expected<FixedFolder, Error> take(const std::string& name,
                                                const std::filesystem::path& parent = "/tmp",
                                                uid_t owner = ::geteuid());
  ~FixedFolder();
  FixedFolder(FixedFolder&& other) noexcept
      : path_(std::move(other.path_)), descriptor_(std::exchange(other.descriptor_, -1)) {}
  FixedFolder& operator=(FixedFolder&&) = delete;

  const std::filesystem::path& path() const { return path_; }

 private:
  FixedFolder(std::filesystem::path path, int descriptor)
      : path_(std::move(path)), descriptor_(descriptor) {}

  std::filesystem::path path_;
  int descriptor_;  // Of the folder, which it locks; -1 when moved from.
};

}  // namespace lambda::images
