// What a function's program may do with processes of its own, for the tests' bootstraps.
#include "emulator/testing/descendants.h"

#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>

namespace lambda::emulator::testing {

void take_name() {
  const char* name = std::getenv("PROCESS_NAME");
  if (name != nullptr) {
    ::prctl(PR_SET_NAME, name);
  }
}

void sleep_forever() {
  for (;;) {
    ::pause();
  }
}

void leave_sessions(int count) {
  int ready[2];
  if (::pipe(ready) != 0) {
    std::abort();
  }
  for (int i = 0; i < count; ++i) {
    const pid_t pid = ::fork();
    if (pid < 0) {
      std::abort();
    }
    if (pid > 0) {
      continue;
    }
    ::setsid();
    if (::write(ready[1], "r", 1) != 1) {
      std::abort();
    }
    sleep_forever();
  }
  for (int i = 0; i < count; ++i) {
    char byte = 0;
    if (::read(ready[0], &byte, 1) != 1) {
      std::abort();
    }
  }
  ::close(ready[0]);
  ::close(ready[1]);
}

void leave_daemon() {
  const pid_t child = ::fork();
  if (child == 0) {
    leave_sessions(1);
    ::_exit(0);
  }
  ::waitpid(child, nullptr, 0);
}

void leave_ended(int count) {
  for (int i = 0; i < count; ++i) {
    const pid_t child = ::fork();
    if (child == 0) {
      ::fork();  // The grandchild ends as its parent does, before it or after.
      ::_exit(0);
    }
    ::waitpid(child, nullptr, 0);
  }
}

void leave_rabbit() {
  if (::fork() != 0) {
    return;
  }
  ::setsid();
  for (;;) {
    if (::fork() > 0) {
      ::_exit(0);
    }
  }
}

}  // namespace lambda::emulator::testing
