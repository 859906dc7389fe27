// Lets a build that knows nothing of cross-compiling, SBCL's, compile for another processor and run
// what it has compiled. As the build's C compiler (CC) it calls the compiler that TARGET_COMPILER
// names, one word a line. A program that comes out for another processor is put aside as
// NAME.target and this program takes its place: it runs NAME.target by TARGET_EMULATOR.
// Source: SBCL's make.sh, whose contributed modules run CC as one file name, without arguments.
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

#include "core/elf/elf_file.h"
#include "core/elf/elf_header.h"
#include "core/files/file_bytes.h"
#include "core/process/run_program.h"

namespace {

namespace fs = std::filesystem;

constexpr int kFailed = 1;
constexpr std::uintmax_t kProgramBytesMax = 1u << 28;
constexpr char kAside[] = ".target";

int fail(const std::string& why) {
  std::cerr << "target_program: " << why << "\n";
  return kFailed;
}

std::vector<std::string> lines_of(const char* name) {
  const char* value = std::getenv(name);
  std::istringstream stream(value == nullptr ? "" : value);
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);) {
    lines.push_back(line);
  }
  return lines;
}

int run_aside(const fs::path& program, int argc, char** argv) {
  std::vector<std::string> words = lines_of("TARGET_EMULATOR");
  if (words.empty()) {
    return fail("TARGET_EMULATOR does not say what runs " + program.string());
  }
  words.push_back(program);
  words.insert(words.end(), argv + 1, argv + argc);
  ::execvp(words[0].c_str(), lambda::argument_pointers(words).data());
  return fail(words[0] + ": " + std::strerror(errno) + ". Install it (Debian: qemu-user).");
}

// Debugging information would name the build's folder, and lld knows no -no-as-needed, which is its
// default.
bool is_unwanted(const std::string& word) { return word == "-g" || word == "-Wl,-no-as-needed"; }

bool is_program_of_another_machine(const fs::path& file) {
  const auto bytes = lambda::read_file(file, kProgramBytesMax);
  if (!bytes) {
    return false;  // The compiler was asked for something else.
  }
  const auto elf = lambda::read_elf(*bytes);
  return elf && elf->is_program && elf->machine != lambda::kOwnMachine;
}

int compile(const fs::path& self, int argc, char** argv) {
  std::vector<std::string> words = lines_of("TARGET_COMPILER");
  if (words.empty()) {
    return fail("TARGET_COMPILER does not name the compiler.");
  }
  words.insert(words.end(), argv + 1, argv + argc);
  std::erase_if(words, is_unwanted);
  const auto end = lambda::run_program({
      .words = words,
      .limit = lambda::kNoLimit,
      .shares_outputs = true,
      .has_answer_file = false,
  });
  if (!end) {
    return fail(end.error().message);
  }
  const auto option = std::find(words.begin(), words.end(), "-o");
  const fs::path output = words.end() - option > 1 ? *(option + 1) : "a.out";
  if (end->status != 0 || !is_program_of_another_machine(output)) {
    return end->status;
  }
  std::error_code problem;
  fs::rename(output, output.string() + kAside, problem);
  if (!problem) {
    fs::copy_file(self, output, problem);
  }
  return problem ? fail(output.string() + ": " + problem.message()) : 0;
}

}  // namespace

int main(int argc, char** argv) {
  std::error_code problem;
  const fs::path self = fs::read_symlink("/proc/self/exe", problem);
  const fs::path aside = self.string() + kAside;
  return fs::exists(aside, problem) ? run_aside(aside, argc, argv) : compile(self, argc, argv);
}
