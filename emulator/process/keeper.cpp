// A small process between the emulator and one process of the function.
#include "emulator/process/keeper.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <ctime>

#include "emulator/process/child_list.h"

namespace lambda::emulator {
namespace {

constexpr int kControlFd = kChildReportFd + 1;
constexpr int kStatusFd = kControlFd + 1;
constexpr int kFirstSpareFd = kStatusFd + 1;
constexpr int kWellAboveFd = 16;

// How long processes that SIGKILL does not end are waited for, and how long all of it may take.
constexpr std::int64_t kStuckMsMax = 2'000;
constexpr std::int64_t kEndingMsMax = 10'000;
constexpr int kEndingPollMs = 10;

std::int64_t now_ms() {
  timespec now{};
  ::clock_gettime(CLOCK_MONOTONIC, &now);
  return static_cast<std::int64_t>(now.tv_sec) * 1000 + now.tv_nsec / 1'000'000;
}

void tell(KeeperMessage::Kind kind, std::int32_t value, std::int64_t peak_memory_kb = 0) {
  const KeeperMessage message{kind, value, peak_memory_kb};
  // The emulator that does not read any more is gone, and then nobody needs to know.
  [[maybe_unused]] const auto written = ::write(kStatusFd, &message, sizeof message);
}

/// Every descriptor to its place; all others are closed.
bool place_descriptors(const KeeperPlan& plan) {
  const int sources[] = {plan.stdin_fd,  plan.stdout_fd,  plan.stderr_fd,
                         plan.report_fd, plan.control_fd, plan.status_fd};
  constexpr int kCount = sizeof sources / sizeof sources[0];
  int above[kCount];
  // Above all places first, so that none is overwritten before its turn.
  for (int i = 0; i < kCount; ++i) {
    above[i] = ::fcntl(sources[i], F_DUPFD, kWellAboveFd);
    if (above[i] < 0) {
      return false;
    }
  }
  for (int i = 0; i < kCount; ++i) {
    ::dup2(above[i], i);
  }
  close_from(kFirstSpareFd);
  return true;
}

/// A descriptor that becomes readable when a child ended. No signal but SIGKILL and SIGSTOP
/// reaches the keeper: Ctrl-C is the emulator's to handle.
int watch_children() {
  sigset_t all;
  ::sigfillset(&all);
  ::sigprocmask(SIG_SETMASK, &all, nullptr);
  ::signal(SIGCHLD, SIG_DFL);  // Ignored, children would leave no status.
  sigset_t child;
  ::sigemptyset(&child);
  ::sigaddset(&child, SIGCHLD);
  return ::signalfd(-1, &child, SFD_CLOEXEC | SFD_NONBLOCK);
}

class Keeper {
 public:
  Keeper(pid_t function, int signal_fd) : function_(function), signal_fd_(signal_fd) {}

  void watch() {
    for (;;) {
      pollfd polled[2] = {{kControlFd, POLLIN, 0}, {signal_fd_, POLLIN, 0}};
      if (::poll(polled, 2, -1) < 0) {
        continue;
      }
      if (polled[1].revents != 0) {
        reap();
      }
      if (polled[0].revents != 0) {
        return;
      }
    }
  }

  void end_all() {
    // The group at once, so that it cannot fork faster than its members are found one by one.
    if (!is_function_reaped_) {
      ::kill(-function_, SIGKILL);
    }
    const std::int64_t start = now_ms();
    std::int64_t last_progress = start;
    for (;;) {
      kill_children();
      const Reaped reaped = reap();
      if (reaped == Reaped::kHasNoChild) {
        return tell(KeeperMessage::Kind::kEnded, 0);
      }
      const std::int64_t now = now_ms();
      if (reaped == Reaped::kSome) {
        last_progress = now;
      }
      if (now - last_progress > kStuckMsMax || now - start > kEndingMsMax) {
        return tell_of_rest();
      }
      pollfd polled{signal_fd_, POLLIN, 0};
      ::poll(&polled, 1, kEndingPollMs);
    }
  }

 private:
  enum class Reaped { kHasNoChild, kNone, kSome };

  Reaped reap() {
    signalfd_siginfo info;
    while (::read(signal_fd_, &info, sizeof info) > 0) {
    }
    Reaped result = Reaped::kNone;
    for (;;) {
      int status = 0;
      rusage usage{};
      const pid_t pid = ::wait4(-1, &status, WNOHANG, &usage);
      if (pid < 0 && errno == EINTR) {
        continue;
      }
      if (pid < 0) {
        return Reaped::kHasNoChild;
      }
      if (pid == 0) {
        return result;
      }
      result = Reaped::kSome;
      if (pid != function_ || is_function_reaped_) {
        continue;
      }
      is_function_reaped_ = true;
      tell(KeeperMessage::Kind::kExited, status, usage.ru_maxrss);
    }
  }

  static void visit_children(ChildVisitor visit, void* context) {
    if (!visit_own_children(visit, context)) {
      visit_all_children(visit, context);
    }
  }

  static void kill_children() {
    visit_children([](pid_t child, void*) { ::kill(child, SIGKILL); }, nullptr);
  }

  static void tell_of_rest() {
    visit_children([](pid_t child, void*) { tell(KeeperMessage::Kind::kLeft, child); }, nullptr);
    tell(KeeperMessage::Kind::kEnded, 0);
  }

  pid_t function_;
  int signal_fd_;
  bool is_function_reaped_ = false;
};

}  // namespace

void run_keeper(const KeeperPlan& plan) {
  if (!place_descriptors(plan)) {
    ::_exit(1);
  }
  ::setpgid(0, 0);  // A signal to the emulator's group is not for the keeper.
  ::prctl(PR_SET_NAME, "lambda-keeper");
  ::prctl(PR_SET_CHILD_SUBREAPER, 1);
  const int signal_fd = watch_children();
  const pid_t self = ::getpid();
  const pid_t function = signal_fd < 0 ? -1 : ::fork();
  if (function == 0) {
    become_program(plan.child, self);
  }
  // From here on only the function has its pipes, so that they end with it.
  ::dup2(STDIN_FILENO, STDOUT_FILENO);
  ::dup2(STDIN_FILENO, STDERR_FILENO);
  ::close(kChildReportFd);
  if (function < 0) {
    tell(KeeperMessage::Kind::kStartFailed, errno);
    ::_exit(1);
  }
  tell(KeeperMessage::Kind::kStarted, function);
  Keeper keeper(function, signal_fd);
  keeper.watch();
  keeper.end_all();
  ::_exit(0);
}

}  // namespace lambda::emulator
