// Finds the processes that a test's function started, dead or alive, wherever they went.
// Source: Linux proc(5), /proc/PID/stat.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace lambda::emulator::testing {

struct SeenProcess {
  pid_t pid = 0;
  char state = '?';  // 'Z' for one that has ended and was not reaped.
};

/// A name that no other process has, for PROCESS_NAME: all that a program of the tests forks keeps
/// it, also when it has ended.
std::string new_process_name();

std::vector<SeenProcess> processes_named(const std::string& name);

/// Waits until there is none, at most some seconds. What is left then, as text; "" for nothing.
std::string processes_left(const std::string& name);

/// The same of those that have ended and were not reaped.
std::string zombies_left(const std::string& name);

}  // namespace lambda::emulator::testing
