// Describes how a process ended, in Lambda's words. Source: POSIX wait(2), sys/wait.h.
#pragma once

#include <string>

namespace lambda::emulator {

/// "Runtime exited with error: exit status 1", "… signal: killed", or, for status 0, "Runtime
/// exited without providing a reason". `wait_status` is what waitpid() stored.
std::string describe_exit(int wait_status);

}  // namespace lambda::emulator
