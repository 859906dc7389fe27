// Turns SIGINT, SIGTERM and SIGHUP into something to wait for.
#include "emulator/stop_signals.h"

#include <poll.h>
#include <sys/signalfd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace lambda::emulator {

namespace {

sigset_t stop_signals() {
  sigset_t signals;
  ::sigemptyset(&signals);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
    ::sigaddset(&signals, signal);
  }
  return signals;
}

}  // namespace

StopSignals::StopSignals() {
  const sigset_t signals = stop_signals();
  ::pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  ::signal(SIGPIPE, SIG_IGN);
  fd_ = UniqueFd(::signalfd(-1, &signals, SFD_CLOEXEC));
  if (!fd_.is_open()) {
    std::fprintf(stderr, "signalfd: %s. Raise the limit of open files (ulimit -n).\n",
                 std::strerror(errno));
    std::abort();
  }
}

std::optional<int> StopSignals::wait(int wake_fd) {
  for (;;) {
    pollfd polled[2] = {{fd_.get(), POLLIN, 0}, {wake_fd, POLLIN, 0}};
    if (::poll(polled, 2, -1) < 0) {
      continue;
    }
    if (polled[0].revents != 0) {
      signalfd_siginfo info{};
      if (::read(fd_.get(), &info, sizeof info) == sizeof info) {
        return static_cast<int>(info.ssi_signo);
      }
    }
    if (polled[1].revents != 0) {
      return std::nullopt;
    }
  }
}

void StopSignals::release() {
  const sigset_t signals = stop_signals();
  ::pthread_sigmask(SIG_UNBLOCK, &signals, nullptr);
}

}  // namespace lambda::emulator
