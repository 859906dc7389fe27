// One process of the function: started, watched, ended.
// Source: Linux fork(2), execve(2), prctl(2), pidfd_open(2), close_range(2), proc(5).
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <vector>

#include "runtime/emulator/process/unique_fd.h"
#include "runtime/errors/error.h"

namespace lambda::emulator {

/// What to run. Paths are absolute.
struct ProcessSpec {
  std::string program;
  std::string working_directory;
  std::vector<std::string> environment;  // "NAME=value".
};

/// Leads its own process group; the group is killed when this object dies. The kernel kills the
/// process when the *thread* that started it ends, so that thread must outlive it.
class Process {
 public:
  /// Error: Runtime.InvalidEntrypoint when the program cannot be run, Runtime.InvalidWorkingDir,
  /// or Sandbox.Failure when the system has no process or descriptor left.
  static std::expected<Process, Error> start(const ProcessSpec& spec);

  Process(Process&& other) noexcept;
  Process& operator=(Process&&) = delete;
  ~Process();

  /// Read ends of its output, non-blocking. -1 once closed by close_output().
  int stdout_fd() const { return stdout_.get(); }
  int stderr_fd() const { return stderr_.get(); }
  void close_stdout() { stdout_.reset(); }
  void close_stderr() { stderr_.reset(); }
  /// Readable when the process has ended; -1 on a kernel without pidfd.
  int exit_fd() const { return pidfd_.get(); }

  /// Its wait status once it has ended, the same at every call. Does not wait.
  std::optional<int> wait_status();
  /// Ends the whole group by SIGKILL and waits for the process. No effect after wait_status().
  void kill();
  /// Peak of its resident memory so far, rounded up.
  std::uint64_t peak_memory_mb() const;

 private:
  Process(pid_t pid, UniqueFd pidfd, UniqueFd out, UniqueFd err);
  void reap_group();

  pid_t pid_ = -1;
  UniqueFd pidfd_;
  UniqueFd stdout_;
  UniqueFd stderr_;
  std::optional<int> wait_status_;
  std::uint64_t peak_memory_kb_ = 0;  // Set when it was waited for.
};

}  // namespace lambda::emulator
