// Takes a folder of a known name safely.
#include "images/tools/lisp/fixed_folder.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstring>
#include <optional>
#include <system_error>

#include "core/errors/error.h"

namespace lambda::images {
namespace {

namespace fs = std::filesystem;

constexpr mode_t kOwnerOnly = 0700;
constexpr mode_t kOthersMayWrite = 022;

std::unexpected<Error> foreign(const fs::path& path, const std::string& why) {
  return failure("FixedFolder.Foreign",
                 path.string() + ": " + why +
                     ", so what is built there could be somebody else's. Lisp is built in a folder "
                     "of this very name, since names of files shape what it saves. If nobody is "
                     "building there, remove it (rm -r " +
                     path.string() +
                     ") and build again; else build where /tmp is your own, as in "
                     "a container.");
}

std::unexpected<Error> unusable(const fs::path& path, int code) {
  return failure("FixedFolder.Unusable",
                 path.string() + ": " + std::strerror(code) +
                     ". Lisp is built in a folder of this very name: make it possible to make a "
                     "folder there.");
}

// Nothing, when only `owner` can put files into the open folder.
std::expected<void, Error> check_owner(const fs::path& path, const struct stat& found,
                                       uid_t owner) {
  if (found.st_uid != owner) {
    return foreign(path, "it belongs to user " + std::to_string(found.st_uid));
  }
  if ((found.st_mode & kOthersMayWrite) != 0) {
    return foreign(path, "other users may write to it");
  }
  return {};
}

// Others may not move away what is in `parent`: it is their own, or it has the sticky bit.
std::expected<void, Error> check_parent(const fs::path& parent) {
  struct stat found{};
  if (::stat(parent.c_str(), &found) != 0) {
    return unusable(parent, errno);
  }
  if ((found.st_mode & kOthersMayWrite) != 0 && (found.st_mode & S_ISVTX) == 0) {
    return failure("FixedFolder.Foreign", parent.string() +
                                              ": other users may rename what is in it. Set its "
                                              "sticky bit, as /tmp has it: chmod +t " +
                                              parent.string() + ".");
  }
  return {};
}

// Its descriptor, locked; absent when another build removed it meanwhile.
std::expected<std::optional<int>, Error> lock_folder(const fs::path& path, uid_t owner) {
  if (::mkdir(path.c_str(), kOwnerOnly) != 0 && errno != EEXIST) {
    return unusable(path, errno);
  }
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (descriptor < 0 && errno == ENOENT) {
    return std::nullopt;
  }
  if (descriptor < 0 && (errno == ENOTDIR || errno == ELOOP)) {
    return foreign(path, "it is a link or a file");
  }
  if (descriptor < 0) {
    return unusable(path, errno);
  }
  struct stat opened{};
  struct stat named{};
  int failed = ::fstat(descriptor, &opened);
  auto checked = failed == 0 ? check_owner(path, opened, owner) : unusable(path, errno);
  while (checked && (failed = ::flock(descriptor, LOCK_EX)) != 0 && errno == EINTR) {
  }
  if (checked && failed != 0) {
    checked = unusable(path, errno);
  }
  const bool is_still_there = checked && ::lstat(path.c_str(), &named) == 0 &&
                              named.st_ino == opened.st_ino && named.st_dev == opened.st_dev;
  if (is_still_there) {
    return descriptor;
  }
  ::close(descriptor);
  if (!checked) {
    return std::unexpected(checked.error());
  }
  return std::nullopt;
}

std::error_code empty_folder(const fs::path& path) {
  std::error_code problem;
  for (fs::directory_iterator child(path, problem), end; !problem && child != end;
       child.increment(problem)) {
    std::error_code kept;
    fs::remove_all(child->path(), kept);
    if (kept) {
      return kept;
    }
  }
  return problem;
}

}  // namespace

std::expected<FixedFolder, Error> FixedFolder::take(const std::string& name, const fs::path& parent,
                                                    uid_t owner) {
  if (auto checked = check_parent(parent); !checked) {
    return std::unexpected(checked.error());
  }
  const fs::path path = parent / name;
  std::optional<int> descriptor;
  while (!descriptor) {  // Each turn, another build has ended.
    const auto locked = lock_folder(path, owner);
    if (!locked) {
      return std::unexpected(locked.error());
    }
    descriptor = *locked;
  }
  FixedFolder folder(path, *descriptor);
  if (const std::error_code problem = empty_folder(path)) {
    return unusable(path, problem.value());
  }
  return folder;
}

FixedFolder::~FixedFolder() {
  if (descriptor_ < 0) {
    return;
  }
  std::error_code ignored;  // What stays is emptied by the next build, which says what it cannot.
  std::filesystem::remove_all(path_, ignored);
  ::close(descriptor_);  // Only now may who waits go on.
}

}  // namespace lambda::images
