// The program behind `bazel run X.invoke` and `X.serve`: reads the plan beside it and becomes the
// entry point program. Source: launch_plan.h; images/private/runner.bzl writes the plan.
#include <fcntl.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <iostream>
#include <optional>
#include <string>
#include <system_error>
#include <vector>

#include "core/files/file_bytes.h"
#include "core/files/runfiles.h"
#include "images/tools/launch/launch_plan.h"

namespace {

using lambda::Error;

constexpr int kFailed = 1;
constexpr int kUsage = 2;
constexpr int kCannotExecute = 127;
constexpr std::uintmax_t kPlanBytesMax = 1 << 20;

std::optional<std::string> variable(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  if (value == nullptr) {
    return std::nullopt;
  }
  return value;
}

int fail(const Error& error) {
  std::cerr << error.message << "\n";
  return error.type == "Usage" ? kUsage : kFailed;
}

// Whether this machine runs `program`, an entry point: only the kernel knows which emulators of
// processors there are.
bool runs_here(const std::string& program) {
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
  const auto text = lambda::read_file(program + ".launch", kPlanBytesMax);
  if (!text) {
    return fail(text.error());
  }
  const auto plan = lambda::images::parse_launch_plan(*text);
  if (!plan) {
    return fail(plan.error());
  }
  for (const std::string& word : words) {
    if (word != "--help" && word != "-h") {
      continue;
    }
    std::cout << lambda::images::launch_help(*plan);
    return 0;
  }
  utsname machine{};
  ::uname(&machine);
  const auto runfiles = lambda::find_runfiles(program, variable);
  if (!runfiles) {
    return fail(runfiles.error());
  }
  const auto target =
      lambda::images::choose_target(*plan, machine.machine, [&](const lambda::images::LaunchTarget& other) {
        return runs_here(*runfiles + "/" + other.entrypoint);
      });
  if (!target) {
    return fail(target.error());
  }
  const auto command = lambda::images::launch_command(
      *plan, *target, words, [&](const std::string& path) { return *runfiles + "/" + path; });
  if (!command) {
    return fail(command.error());
  }
  if (const auto folder = variable("BUILD_WORKING_DIRECTORY")) {
    std::error_code ignored;  // A folder that is gone only means that @FILE is not found, by name.
    std::filesystem::current_path(*folder, ignored);
  }
  return become(*command);
}

}  // namespace

int main(int argc, char** argv) {
  std::error_code problem;
  const std::filesystem::path program = std::filesystem::absolute(argv[0], problem);
  return launch(program.string(), std::vector<std::string>(argv + 1, argv + argc));
}
