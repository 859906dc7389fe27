// A folder whose name is the same on every machine, for what knows where it was made.
// Source: flock(2). One build at a time is in it; whoever comes second waits.
#pragma once

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <filesystem>
#include <string>
#include <system_error>

namespace lambda::images {

/// Empties the folder of this `name` in the constructor, and removes it in the destructor.
class FixedFolder {
 public:
  explicit FixedFolder(const std::string& name)
      : path_(std::filesystem::path("/tmp") / name),
        lock_(::open((path_.string() + ".lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)) {
    ::flock(lock_, LOCK_EX);
    clear();
    std::error_code ignored;  // What cannot be made is found when a file is put there.
    std::filesystem::create_directory(path_, ignored);
  }
  ~FixedFolder() {
    clear();
    ::close(lock_);
  }
  FixedFolder(const FixedFolder&) = delete;
  FixedFolder& operator=(const FixedFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }

 private:
  void clear() {
    std::error_code ignored;  // As above.
    std::filesystem::remove_all(path_, ignored);
  }
  std::filesystem::path path_;
  int lock_;
};

}  // namespace lambda::images
