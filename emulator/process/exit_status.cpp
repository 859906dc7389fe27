// Words for how a process ended, as Lambda writes them.
#include "emulator/process/exit_status.h"

#include <sys/wait.h>

#include <csignal>
#include <format>

namespace lambda::emulator {
namespace {

/// The names that Lambda's own supervisor uses.
std::string signal_name(int signal) {
  switch (signal) {
    case SIGHUP:
      return "hangup";
    case SIGINT:
      return "interrupt";
    case SIGQUIT:
      return "quit";
    case SIGILL:
      return "illegal instruction";
    case SIGTRAP:
      return "trace/breakpoint trap";
    case SIGABRT:
      return "aborted";
    case SIGBUS:
      return "bus error";
    case SIGFPE:
      return "floating point exception";
    case SIGKILL:
      return "killed";
    case SIGUSR1:
      return "user defined signal 1";
    case SIGSEGV:
      return "segmentation fault";
    case SIGUSR2:
      return "user defined signal 2";
    case SIGPIPE:
      return "broken pipe";
    case SIGALRM:
      return "alarm clock";
    case SIGTERM:
      return "terminated";
    case SIGXCPU:
      return "CPU time limit exceeded";
    case SIGXFSZ:
      return "file size limit exceeded";
    case SIGSYS:
      return "bad system call";
    default:
      return std::format("signal {}", signal);
  }
}

}  // namespace

std::string describe_exit(int wait_status) {
  if (WIFSIGNALED(wait_status)) {
    return std::format("Runtime exited with error: signal: {}{}",
                       signal_name(WTERMSIG(wait_status)),
                       WCOREDUMP(wait_status) ? " (core dumped)" : "");
  }
  const int code = WEXITSTATUS(wait_status);
  if (code == 0) {
    return "Runtime exited without providing a reason";
  }
  return std::format("Runtime exited with error: exit status {}", code);
}

}  // namespace lambda::emulator
