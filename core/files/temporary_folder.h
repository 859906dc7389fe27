// A folder for one test's files, removed with the test.
// Source: the TEST_TMPDIR contract, Bazel's Test Encyclopedia.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <string>
#include <system_error>

namespace lambda {

/// Creates a folder with a unique name; removes it when destroyed.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    const char* root = std::getenv("TEST_TMPDIR");
    std::string name = std::string(root == nullptr ? "/tmp" : root) + "/images-XXXXXX";
    if (::mkdtemp(name.data()) == nullptr) {
      std::abort();
    }
    path_ = name;
  }
  ~TemporaryFolder() {
    std::error_code ignored;  // A folder left behind in TEST_TMPDIR harms nobody: Bazel clears it.
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path operator/(const char* name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

}  // namespace lambda
