// One process of the function: started, watched, ended.
#include "runtime/emulator/process/process.h"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <format>
#include <fstream>
#include <utility>

namespace lambda::emulator {
namespace {

#ifndef SYS_pidfd_open
#define SYS_pidfd_open 434
#endif
#ifndef SYS_close_range
#define SYS_close_range 436
#endif

constexpr int kReportFd = 3;             // Where the child says why it could not start.
constexpr int kHighestFdClosed = 65536;  // Where close_range is lacking.
constexpr rlim_t kOpenFilesMax = 1024;   // As in Lambda.

struct Pipe {
  UniqueFd read;
  UniqueFd write;
};

std::optional<Pipe> make_pipe() {
  int fds[2];
  if (::pipe2(fds, O_CLOEXEC) != 0) return std::nullopt;
  return Pipe{UniqueFd(fds[0]), UniqueFd(fds[1])};
}

/// What the child reports through its pipe before it gives up.
struct StartFailure {
  enum class Step : int { kChdir, kExec } step;
  int error;
};

/// All that the child needs, made before fork: after it, only async-signal-safe calls are allowed.
struct ChildPlan {
  const char* program;
  const char* working_directory;
  char* const* arguments;
  char* const* environment;
  int stdin_fd;
  int stdout_fd;
  int stderr_fd;
  int report_fd;
  pid_t parent;
};

[[noreturn]] void give_up(StartFailure::Step step) {
  const StartFailure failure{step, errno};
  [[maybe_unused]] const auto written = ::write(kReportFd, &failure, sizeof failure);
  ::_exit(127);
}

void reset_signals() {
  for (int signal = 1; signal < NSIG; ++signal) ::signal(signal, SIG_DFL);
  sigset_t none;
  ::sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
}

/// Runs in the child.
[[noreturn]] void become_program(const ChildPlan& plan) {
  ::setpgid(0, 0);
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != plan.parent) ::_exit(127);  // The parent died before prctl.
  reset_signals();
  // Above the standard ones first, so that none of the four is overwritten before its turn.
  const int report = ::fcntl(plan.report_fd, F_DUPFD, 10);
  const int in = ::fcntl(plan.stdin_fd, F_DUPFD, 10);
  const int out = ::fcntl(plan.stdout_fd, F_DUPFD, 10);
  const int err = ::fcntl(plan.stderr_fd, F_DUPFD, 10);
  ::dup2(in, STDIN_FILENO);
  ::dup2(out, STDOUT_FILENO);
  ::dup2(err, STDERR_FILENO);
  ::dup2(report, kReportFd);
  ::fcntl(kReportFd, F_SETFD, FD_CLOEXEC);
  if (::syscall(SYS_close_range, kReportFd + 1, ~0U, 0) != 0) {
    for (int fd = kReportFd + 1; fd < kHighestFdClosed; ++fd) ::close(fd);
  }
  const rlimit open_files{kOpenFilesMax, kOpenFilesMax};
  ::setrlimit(RLIMIT_NOFILE, &open_files);  // Refused only where the limit is lower already.
  if (::chdir(plan.working_directory) != 0) give_up(StartFailure::Step::kChdir);
  ::execve(plan.program, plan.arguments, plan.environment);
  give_up(StartFailure::Step::kExec);
}

std::unexpected<Error> out_of_resources(std::string_view call) {
  return std::unexpected(Error{
      Remedy::kReportAndContinue, "Sandbox.Failure",
      std::format("{}: {}. Lower --max-concurrency, or raise the limits of processes and open "
                  "files (ulimit -u, ulimit -n).",
                  call, std::strerror(errno))});
}

std::unexpected<Error> start_error(const ProcessSpec& spec, const StartFailure& failure) {
  const char* reason = std::strerror(failure.error);
  if (failure.step == StartFailure::Step::kChdir) {
    return std::unexpected(Error{Remedy::kReportAndContinue, "Runtime.InvalidWorkingDir",
                                 std::format("chdir {}: {}", spec.working_directory, reason)});
  }
  if (failure.error == ENOENT && ::access(spec.program.c_str(), F_OK) != 0) {
    return std::unexpected(Error{Remedy::kReportAndContinue, "Runtime.InvalidEntrypoint",
                                 std::format("Couldn't find valid bootstrap(s): [{}]",
                                             spec.program)});
  }
  return std::unexpected(Error{Remedy::kReportAndContinue, "Runtime.InvalidEntrypoint",
                               std::format("fork/exec {}: {}", spec.program, reason)});
}

/// Waits until the child runs its program or says why not.
std::optional<StartFailure> await_start(int report_fd) {
  StartFailure failure{};
  ssize_t got = 0;
  do {
    got = ::read(report_fd, &failure, sizeof failure);
  } while (got < 0 && errno == EINTR);
  if (got == sizeof failure) return failure;
  return std::nullopt;
}

std::vector<char*> as_pointers(const std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (const std::string& text : texts) pointers.push_back(const_cast<char*>(text.c_str()));
  pointers.push_back(nullptr);
  return pointers;
}

}  // namespace

std::expected<Process, Error> Process::start(const ProcessSpec& spec) {
  auto out = make_pipe();
  auto err = make_pipe();
  auto report = make_pipe();
  const UniqueFd null(::open("/dev/null", O_RDONLY | O_CLOEXEC));
  if (!out || !err || !report || !null.is_open()) return out_of_resources("pipe");
  ::fcntl(out->read.get(), F_SETFL, O_NONBLOCK);
  ::fcntl(err->read.get(), F_SETFL, O_NONBLOCK);

  const std::vector<std::string> words = {spec.program};
  const std::vector<char*> arguments = as_pointers(words);
  const std::vector<char*> environment = as_pointers(spec.environment);
  const ChildPlan plan{spec.program.c_str(), spec.working_directory.c_str(), arguments.data(),
                       environment.data(),   null.get(),                     out->write.get(),
                       err->write.get(),     report->write.get(),            ::getpid()};
  const pid_t pid = ::fork();
  if (pid < 0) return out_of_resources("fork");
  if (pid == 0) become_program(plan);

  report->write.reset();
  Process process(pid, UniqueFd(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0))),
                  std::move(out->read), std::move(err->read));
  if (const auto failure = await_start(report->read.get())) {
    process.kill();
    return start_error(spec, *failure);
  }
  return process;
}

Process::Process(pid_t pid, UniqueFd pidfd, UniqueFd out, UniqueFd err)
    : pid_(pid), pidfd_(std::move(pidfd)), stdout_(std::move(out)), stderr_(std::move(err)) {}

Process::Process(Process&& other) noexcept
    : pid_(std::exchange(other.pid_, -1)),
      pidfd_(std::move(other.pidfd_)),
      stdout_(std::move(other.stdout_)),
      stderr_(std::move(other.stderr_)),
      wait_status_(other.wait_status_),
      peak_memory_kb_(other.peak_memory_kb_) {}

Process::~Process() { kill(); }

std::optional<int> Process::wait_status() {
  if (wait_status_ || pid_ < 0) return wait_status_;
  int status = 0;
  rusage usage{};
  if (::wait4(pid_, &status, WNOHANG, &usage) == pid_) {
    wait_status_ = status;
    peak_memory_kb_ = static_cast<std::uint64_t>(usage.ru_maxrss);
    reap_group();
  }
  return wait_status_;
}

void Process::kill() {
  if (pid_ < 0 || wait_status_) return;
  peak_memory_kb_ = peak_memory_mb() * 1024;
  ::kill(-pid_, SIGKILL);
  ::kill(pid_, SIGKILL);  // In case it has not become a group's leader yet.
  int status = 0;
  while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
  }
  wait_status_ = status;
  reap_group();
}

// What the function started and left behind is ours to end: as process 1 of a container, or as
// sub-reaper, we become its parent.
void Process::reap_group() {
  ::kill(-pid_, SIGKILL);
  while (::waitpid(-pid_, nullptr, WNOHANG) > 0) {
  }
}

std::uint64_t Process::peak_memory_mb() const {
  std::uint64_t kb = peak_memory_kb_;
  if (!wait_status_ && pid_ >= 0) {
    std::ifstream status(std::format("/proc/{}/status", pid_));
    for (std::string line; std::getline(status, line);) {
      unsigned long long value = 0;
      if (std::sscanf(line.c_str(), "VmHWM: %llu kB", &value) == 1) kb = value;
    }
  }
  return (kb + 1023) / 1024;
}

}  // namespace lambda::emulator
