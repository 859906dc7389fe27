// Finds a program as a shell does.
#include "core/process/find_on_path.h"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <system_error>

namespace lambda {
namespace {

bool is_program(const std::filesystem::path& file) {
  std::error_code ignored;  // A file that cannot be looked at cannot be run either.
  return std::filesystem::is_regular_file(file, ignored) && ::access(file.c_str(), X_OK) == 0;
}

}  // namespace

std::filesystem::path find_on_path(const std::string& program, std::string_view path) {
  if (program.contains('/')) {
    return is_program(program) ? std::filesystem::path(program) : std::filesystem::path();
  }
  while (!path.empty()) {
    const std::string_view folder = path.substr(0, path.find(':'));
    const std::filesystem::path file = std::filesystem::path(folder) / program;
    if (folder.starts_with('/') && is_program(file)) {
      return file;
    }
    path.remove_prefix(std::min(path.size(), folder.size() + 1));
  }
  return {};
}

std::string own_path() {
  const char* path = std::getenv("PATH");
  return path == nullptr ? "/usr/bin:/bin" : path;
}

}  // namespace lambda
