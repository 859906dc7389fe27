// Plays mmdebstrap in a private machine: its root has this machine's programs, a configuration of
// its own, the file /etc/private-root, and no `aws`. It only lives as long as the machine.
// Source: mount(2), MS_BIND; mmdebstrap(1): SUITE, then TARGET.
#include <sys/mount.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <limits>
#include <string>

namespace {

namespace fs = std::filesystem;

bool bind(const fs::path& from, const fs::path& to) {
  if (mount(from.c_str(), to.c_str(), nullptr, MS_BIND, nullptr) == 0) {
    return true;
  }
  std::cerr << "mounting " << from << " at " << to << ": " << std::strerror(errno) << std::endl;
  return false;
}

// An empty file without the right to be executed stands over the program.
bool hide(const fs::path& root, const fs::path& program) {
  if (!fs::exists(root / program)) {
    return true;
  }
  std::ofstream(root / "etc/hidden");
  return bind(root / "etc/hidden", root / program);
}

bool furnish(const fs::path& root) {
  fs::create_directories(root);
  for (const fs::directory_entry& entry : fs::directory_iterator("/")) {
    const fs::path own = root / entry.path().filename();
    if (entry.is_symlink()) {
      fs::copy_symlink(entry.path(), own);
    } else if (entry.is_directory()) {
      fs::create_directory(own);
    }
  }
  fs::create_directories(root / "var/tmp");
  fs::copy("/etc", root / "etc",
           fs::copy_options::recursive | fs::copy_options::copy_symlinks |
               fs::copy_options::overwrite_existing);
  std::ofstream(root / "etc/private-root") << "This root is private.\n";
  return bind("/usr", root / "usr") && hide(root, "usr/bin/aws");
}

}  // namespace

int main(int argc, char** argv) {
  // As programs do that install others: what is on standard input is not for them.
  std::cin.ignore(std::numeric_limits<std::streamsize>::max());
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    if (word.starts_with('/') && word.ends_with(".partial")) {
      return furnish(word) ? 0 : 1;
    }
  }
  std::cerr << "no folder is named for the root" << std::endl;
  return 2;
}
