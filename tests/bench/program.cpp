// Counts by ptrace's single steps: exact, equal on every run, and needs no profiler or counter
// hardware.
#include "tests/bench/program.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/ptrace.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <vector>

namespace lambda::bench {
namespace {

/// Whether the child's next instruction is `syscall`.
bool is_at_system_call(pid_t pid) {
  user_regs_struct registers{};
  if (::ptrace(PTRACE_GETREGS, pid, nullptr, &registers) != 0) {
    return false;
  }
  errno = 0;
  const long word = ::ptrace(PTRACE_PEEKTEXT, pid, reinterpret_cast<void*>(registers.rip), nullptr);
  return errno == 0 && (word & 0xFFFF) == 0x050F;
}

}  // namespace

Program::Program(const std::string& path, const std::string& runtime_api,
                 const std::vector<std::string>& more_variables) {
  std::vector<std::string> variables = {"AWS_LAMBDA_RUNTIME_API=" + runtime_api,
                                        "AWS_LAMBDA_FUNCTION_NAME=bench",
                                        "AWS_LAMBDA_FUNCTION_VERSION=$LATEST",
                                        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE=128",
                                        "AWS_REGION=us-east-1",
                                        "LAMBDA_TASK_ROOT=/var/task",
                                        "PATH=/bin",
                                        "TZ=:UTC"};
  variables.insert(variables.begin(), more_variables.begin(), more_variables.end());
  std::vector<char*> environment;
  for (std::string& variable : variables) {
    environment.push_back(variable.data());
  }
  environment.push_back(nullptr);
  char* const arguments[] = {const_cast<char*>(path.c_str()), nullptr};
  pid_ = ::fork();
  if (pid_ == 0) {
    ::execve(path.c_str(), arguments, environment.data());
    std::perror(path.c_str());
    ::_exit(127);
  }
}

Program::~Program() {
  kill();
  ::waitpid(pid_, nullptr, 0);
}

void Program::kill() { ::kill(pid_, SIGKILL); }

std::size_t Program::resident_bytes() const {
  std::ifstream status("/proc/" + std::to_string(pid_) + "/status");
  std::string word;
  std::size_t kibibytes = 0;
  while (status >> word) {
    if (word == "VmRSS:") {
      status >> kibibytes;
    }
  }
  return kibibytes * 1024;
}

std::optional<Count> Program::count_until_killed(const std::function<void()>& on_ready) {
  int status = 0;
  if (::ptrace(PTRACE_SEIZE, pid_, nullptr, nullptr) != 0 ||
      ::ptrace(PTRACE_INTERRUPT, pid_, nullptr, nullptr) != 0 ||
      ::waitpid(pid_, &status, 0) != pid_ || !WIFSTOPPED(status)) {
    return std::nullopt;
  }
  on_ready();
  Count count;
  while (true) {
    // The wait that was interrupted begins again without being counted; the last one is counted.
    const bool is_system_call = is_at_system_call(pid_);
    ++count.instructions;
    count.system_calls += is_system_call ? 1 : 0;
    if (::ptrace(PTRACE_SINGLESTEP, pid_, nullptr, nullptr) != 0 ||
        ::waitpid(pid_, &status, 0) != pid_ || !WIFSTOPPED(status)) {
      return count;
    }
  }
}

}  // namespace lambda::bench
