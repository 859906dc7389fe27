// What a new process does between fork() and the function's program.
#include "emulator/process/function_child.h"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>

namespace lambda::emulator {
namespace {

#ifndef SYS_close_range
#define SYS_close_range 436
#endif

constexpr int kHighestFdClosed = 65536;  // Where close_range is lacking.
constexpr rlim_t kOpenFilesMax = 1024;   // As in Lambda.

[[noreturn]] void give_up(StartFailure::Step step) {
  const StartFailure failure{step, errno};
  [[maybe_unused]] const auto written = ::write(kChildReportFd, &failure, sizeof failure);
  ::_exit(127);
}

void reset_signals() {
  for (int signal = 1; signal < NSIG; ++signal) {
    ::signal(signal, SIG_DFL);
  }
  sigset_t none;
  ::sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
}

}  // namespace

void become_program(const ChildPlan& plan, pid_t parent) {
  ::setpgid(0, 0);
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != parent) {
    ::_exit(127);  // The parent died before prctl.
  }
  reset_signals();
  ::fcntl(kChildReportFd, F_SETFD, FD_CLOEXEC);
  close_from(kChildReportFd + 1);
  const rlimit open_files{kOpenFilesMax, kOpenFilesMax};
  ::setrlimit(RLIMIT_NOFILE, &open_files);  // Refused only where the limit is lower already.
  if (::chdir(plan.working_directory) != 0) {
    give_up(StartFailure::Step::kChdir);
  }
  ::execve(plan.program, plan.arguments, plan.environment);
  give_up(StartFailure::Step::kExec);
}

void close_from(int first) {
  if (::syscall(SYS_close_range, first, ~0U, 0) == 0) {
    return;
  }
  for (int fd = first; fd < kHighestFdClosed; ++fd) {
    ::close(fd);
  }
}

}  // namespace lambda::emulator
