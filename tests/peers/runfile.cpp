// Ends the process rather than return an error: without its own files no test can go on.
#include "tests/peers/runfile.h"

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <sstream>

namespace lambda::peers {
namespace {

[[noreturn]] void end_with(const std::string& message) {
  std::cerr << message << std::endl;
  std::abort();
}

std::string variable_or_end(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  if (value == nullptr || *value == '\0') {
    end_with("the environment variable " + name +
             " is not set: run this under `bazel test`, "
             "and name the file in the target's `env` and `data`");
  }
  return value;
}

std::filesystem::path existing_runfile(const std::string& variable, const std::string& name) {
  const auto path = std::filesystem::absolute(variable_or_end("TEST_SRCDIR")) / name;
  if (!std::filesystem::exists(path)) {
    end_with(variable + ": no file " + path.string());
  }
  return path;
}

}  // namespace

std::filesystem::path runfile(const std::string& variable) {
  return existing_runfile(variable, variable_or_end(variable));
}

std::filesystem::path runfile_ending(const std::string& variable, std::string_view ending) {
  std::istringstream names(variable_or_end(variable));
  for (std::string name; names >> name;) {
    if (name.ends_with(ending)) {
      return existing_runfile(variable, name);
    }
  }
  end_with(variable + " names no file that ends with " + std::string(ending));
}

std::filesystem::path runfile_at(const std::string& place) {
  return existing_runfile("a library's data", place);
}

std::filesystem::path new_folder(std::string_view name) {
  std::string folder = variable_or_end("TEST_TMPDIR") + "/" + std::string(name) + ".XXXXXX";
  if (mkdtemp(folder.data()) == nullptr) {
    end_with("cannot make a folder like " + folder);
  }
  return folder;
}

std::string read_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void write_file(const std::filesystem::path& path, std::string_view content) {
  std::ofstream file(path, std::ios::binary);
  file << content;
  file.close();
  if (!file) {
    end_with("cannot write " + path.string());
  }
}

}  // namespace lambda::peers
