// Runs another program to its end. Source: process.h.
#include "core/process/process.h"

#include <fcntl.h>
#include <sys/personality.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "core/errors/error.h"

namespace lambda {
namespace {

constexpr int kCannotExecute = 127;
constexpr int kSignalled = 128;

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> found;
  for (std::string& text : texts) {
    found.push_back(text.data());
  }
  found.push_back(nullptr);
  return found;
}

bool becomes(int number, int file) { return file >= 0 && ::dup2(file, number) >= 0; }

bool writes_to(int number, const std::filesystem::path& file) {
  return becomes(number, ::open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644));
}

// In the child: everything but the program itself. False, with errno, when something failed.
bool prepare(const Process& process) {
  if (!becomes(STDIN_FILENO, ::open("/dev/null", O_RDONLY | O_CLOEXEC))) {
    return false;
  }
  if (!process.log.empty() && !writes_to(STDOUT_FILENO, process.log)) {
    return false;
  }
  if (!process.log.empty() && !writes_to(STDERR_FILENO, process.log)) {
    return false;
  }
  if (!process.output.empty() && !writes_to(STDOUT_FILENO, process.output)) {
    return false;
  }
  if (!process.folder.empty() && ::chdir(process.folder.c_str()) != 0) {
    return false;
  }
  // Containers refuse it by default, as docker's seccomp profile does: process.h says what then.
  if (process.has_fixed_addresses) {
    ::personality(ADDR_NO_RANDOMIZE);
  }
  return true;
}

// In the child: does not return. Exits with kCannotExecute, having said why.
[[noreturn]] void become(const Process& process, const char* program, char* const* words,
                         char* const* environment) {
  if (prepare(process)) {
    ::execve(program, words, environment);
  }
  const std::string why = std::string(program) + ": " + std::strerror(errno) + "\n";
  [[maybe_unused]] const auto ignored = ::write(STDERR_FILENO, why.data(), why.size());
  ::_exit(kCannotExecute);
}

}  // namespace

std::filesystem::path find_on_path(const std::string& program, std::string_view path) {
  const auto is_program = [](const std::filesystem::path& file) {
    return std::filesystem::is_regular_file(file) && ::access(file.c_str(), X_OK) == 0;
  };
  if (program.contains('/')) {
    return std::filesystem::path(is_program(program) ? program : "");
  }
  while (!path.empty()) {
    const std::string_view folder = path.substr(0, path.find(':'));
    if (const auto file = std::filesystem::path(folder) / program; is_program(file)) {
      return file;
    }
    path.remove_prefix(std::min(path.size(), folder.size() + 1));
  }
  return {};
}

std::expected<int, Error> run_process(const Process& process) {
  const auto path = process.environment.find("PATH");
  const std::filesystem::path program =
      find_on_path(process.words.front(), path == process.environment.end() ? "" : path->second);
  if (program.empty()) {
    return failure("Process.NotFound",
                   process.words.front() + " is not installed, or not on PATH.");
  }
  std::vector<std::string> words = process.words;
  std::vector<std::string> variables;
  for (const auto& [name, value] : process.environment) {
    variables.push_back(name + "=" + value);
  }
  const std::vector<char*> word_pointers = pointers(words);
  const std::vector<char*> variable_pointers = pointers(variables);
  const pid_t child = ::fork();
  if (child == 0) {
    become(process, program.c_str(), word_pointers.data(), variable_pointers.data());
  }
  if (child < 0) {
    return failure("Process.NotStarted", program.string() + ": " + std::strerror(errno));
  }
  int status = 0;
  while (::waitpid(child, &status, 0) < 0) {
    if (errno != EINTR) {
      return failure("Process.NotStarted", std::strerror(errno));
    }
  }
  return WIFSIGNALED(status) ? kSignalled + WTERMSIG(status) : WEXITSTATUS(status);
}

}  // namespace lambda
