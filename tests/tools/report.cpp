// A static program that says where it runs and what it was given, one fact a line:
// `name value`. It stands in for whatever `run` starts, and for Bazel itself.
// Options: --read=FILE reports a file's content; --status=N ends so; --exec PROGRAM... becomes it.
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <string_view>

namespace {

namespace fs = std::filesystem;

// The first executable file of that name in PATH's folders.
std::string found_on_path(const std::string& name) {
  const char* value = std::getenv("PATH");
  const std::string path = value == nullptr ? "" : value;
  for (size_t begin = 0; begin < path.size();) {
    const size_t end = std::min(path.find(':', begin), path.size());
    const fs::path candidate = fs::path(path.substr(begin, end - begin)) / name;
    if (access(candidate.c_str(), X_OK) == 0) {
      return candidate.string();
    }
    begin = end + 1;
  }
  return "none";
}

std::string content(const fs::path& path) {
  std::ifstream file(path);
  if (!file) {
    return "unreadable";
  }
  return {std::istreambuf_iterator<char>(file), {}};
}

void report_variable(const char* name) {
  const char* value = std::getenv(name);
  std::cout << name << ' ' << (value == nullptr ? "unset" : value) << '\n';
}

}  // namespace

int main(int argc, char** argv) {
  const std::string program = fs::path(argv[0]).filename();
  if (argc == 2 && std::string_view(argv[1]) == "--version") {
    const char* version = std::getenv("REPORTED_VERSION");
    std::cout << (version == nullptr ? "" : version) << std::endl;
    return 0;
  }
  int status = 0;
  std::cout << "program " << program << '\n';
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    if (word == "--exec" && i + 1 < argc) {
      std::cout << std::flush;
      execv(argv[i + 1], argv + i + 1);
      std::cerr << argv[i + 1] << ": cannot be started\n";
      return 126;
    }
    if (word.starts_with("--read=")) {
      std::cout << "read " << content(word.substr(7)) << '\n';
    }
    if (word.starts_with("--status=")) {
      status = std::atoi(word.c_str() + 9);
    }
    std::cout << "argument " << word << '\n';
  }
  std::cout << "is_in_root " << fs::exists("/etc/private-root") << '\n';
  std::cout << "aws " << found_on_path("aws") << '\n';
  for (const char* name : {"BAZEL_REAL", "BUILD_WORKING_DIRECTORY"}) {
    report_variable(name);
  }
  std::cout << "input " << std::string(std::istreambuf_iterator<char>(std::cin), {}) << std::endl;
  return status;
}
