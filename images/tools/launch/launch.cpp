// The program behind `bazel run X.invoke` and `X.serve`: reads the function's document beside it
// and becomes the entry point program.
#include <fcntl.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <iostream>
#include <string>
#include <system_error>
#include <vector>

#include "images/tools/function/function_document.h"
#include "images/tools/launch/launch_plan.h"

namespace {

using lambda::Error;

constexpr int kFailed = 1;
constexpr int kUsage = 2;
constexpr int kCannotExecute = 127;

int fail(const Error& error) {
  std::cerr << error.message << "\n";
  return error.type == "Usage" ? kUsage : kFailed;
}

// Whether this machine runs the entry point: only the kernel knows which emulators of processors
// there are.
bool runs_here(const lambda::images::FunctionArchitecture& target) {
  const std::string program = target.entrypoint.string();
  const pid_t pid = ::fork();
  if (pid == 0) {
    const int null = ::open("/dev/null", O_RDWR | O_CLOEXEC);
    for (const int standard : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
      ::dup2(null, standard);
    }
    ::execl(program.c_str(), program.c_str(), "--help", nullptr);
    ::_exit(kCannotExecute);
  }
  int status = -1;
  while (pid > 0 && ::waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  return pid > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

// Does not return when it works.
int become(const std::vector<std::string>& command) {
  std::vector<char*> words;
  for (const std::string& word : command) {
    words.push_back(const_cast<char*>(word.c_str()));
  }
  words.push_back(nullptr);
  ::execv(words[0], words.data());
  std::cerr << command[0] << ": " << std::strerror(errno) << ". Build the target again.\n";
  return kFailed;
}

int launch(const std::string& program, const std::vector<std::string>& words) {
  namespace images = lambda::images;
  const auto function = images::load_function_beside(program);
  if (!function) {
    return fail(function.error());
  }
  if (!*function) {
    std::cerr << program << ".function.json is missing. Build the target again.\n";
    return kFailed;
  }
  if (const auto checked = images::check_launch(**function); !checked) {
    return fail(checked.error());
  }
  if (std::ranges::contains(words, "--help") || std::ranges::contains(words, "-h")) {
    std::cout << images::launch_help(**function);
    return 0;
  }
  utsname machine{};
  ::uname(&machine);
  const auto target = images::choose_target(**function, machine.machine, runs_here);
  if (!target) {
    return fail(target.error());
  }
  const auto command = images::launch_command(**function, *target, words);
  if (!command) {
    return fail(command.error());
  }
  if (const char* folder = std::getenv("BUILD_WORKING_DIRECTORY"); folder != nullptr) {
    std::error_code ignored;  // A folder that is gone only means that @FILE is not found, by name.
    std::filesystem::current_path(folder, ignored);
  }
  return become(*command);
}

}  // namespace

int main(int argc, char** argv) {
  std::error_code problem;
  const std::filesystem::path program = std::filesystem::absolute(argv[0], problem);
  return launch(program.string(), std::vector<std::string>(argv + 1, argv + argc));
}
