// One process of the function, and all that it starts: started, watched, ended, reaped.
// Source: Linux fork(2), pipe(7), proc(5).
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <vector>

#include "core/errors/error.h"
#include "core/files/unique_fd.h"
#include "emulator/process/keeper.h"
#include "emulator/process/memory_use.h"

namespace lambda::emulator {

/// What to run. Paths are absolute.
struct FunctionProcessSpec {
  std::string program;
  std::string working_directory;
  std::vector<std::string> environment;  // "NAME=value".
};

/// A process with all of its descendants, whatever group or session they chose. All are killed and
/// reaped when this object dies, and when this program dies, however it does.
class FunctionProcess {
 public:
  /// Error: Runtime.InvalidEntrypoint when the program cannot be run, Runtime.InvalidWorkingDir,
  /// or Sandbox.Failure when the system has no process or descriptor left.
  static std::expected<FunctionProcess, Error> start(const FunctionProcessSpec& spec);

  FunctionProcess(FunctionProcess&& other) noexcept;
  FunctionProcess& operator=(FunctionProcess&&) = delete;
  ~FunctionProcess();

  /// Read ends of its output, non-blocking. -1 once closed by close_output().
  int stdout_fd() const { return stdout_.get(); }
  int stderr_fd() const { return stderr_.get(); }
  void close_stdout() { stdout_.reset(); }
  void close_stderr() { stderr_.reset(); }
  /// Readable when wait_status() may have news. -1 after kill().
  int exit_fd() const { return status_.get(); }

  /// The wait status of the process itself once it has ended, the same at every call. Does not
  /// wait. Its descendants may live on until kill().
  std::optional<int> wait_status();
  /// Ends the process and all of its descendants by SIGKILL, and waits until they are reaped, at
  /// most some seconds: what another user's identity protects is left and named by left_over().
  void kill();
  /// Processes that could not be ended.
  const std::vector<pid_t>& left_over() const { return left_over_; }

  /// Of the process itself, not of its descendants. Zero once it has ended.
  MemoryUse memory_use() const;
  /// Peak of its resident memory so far, rounded up.
  std::uint64_t peak_memory_mb() const;
  /// Whether an emulator of another processor runs it: the memory seen is then the emulator's.
  bool is_emulated() const;

 private:
  FunctionProcess(std::string program, pid_t keeper, UniqueFd status, UniqueFd control,
                  UniqueFd out, UniqueFd err);

  /// Absent when there is none now, or none will come.
  std::optional<KeeperMessage> read_message();
  void take_messages();
  void await_end();
  std::optional<Error> await_start(int report_fd, const FunctionProcessSpec& spec);

  std::string program_;
  pid_t keeper_ = -1;
  pid_t pid_ = -1;  // Set when it was started.
  UniqueFd status_;
  UniqueFd control_;
  UniqueFd stdout_;
  UniqueFd stderr_;
  bool is_ended_ = false;  // The keeper said that all is done.
  std::optional<int> wait_status_;
  std::uint64_t peak_memory_kb_ = 0;  // Set when it was waited for.
  std::vector<pid_t> left_over_;
};

}  // namespace lambda::emulator
