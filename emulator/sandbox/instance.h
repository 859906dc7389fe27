// One process of the function with its Runtime API and its output: what Lambda calls a sandbox's
// runtime process. Source: AWS Lambda Developer Guide, "Understanding the execution environment".
#pragma once

#include <poll.h>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/errors/error.h"
#include "emulator/process/function_config.h"
#include "emulator/process/function_process.h"
#include "emulator/sandbox/invocation.h"
#include "emulator/sandbox/log_capture.h"
#include "emulator/sandbox/runtime_listener.h"
#include "emulator/sandbox/runtime_session.h"

namespace lambda::emulator {

using SteadyTime = std::chrono::steady_clock::time_point;

/// Lives in the thread that started it. The process ends with it.
class Instance {
 public:
  /// `log` must outlive the instance. Error: as FunctionProcess::start and RuntimeListener::open.
  static std::expected<std::unique_ptr<Instance>, Error> start(
      const FunctionConfig& config, const std::vector<std::string>& inherited, LogCapture& log);

  /// Waits for the process or `wake_fd`, at most until `deadline`; then handles whatever is
  /// pending: its requests, its output, its exit.
  void pump(SteadyTime deadline, int wake_fd);

  const RuntimeSession& session() const { return *session_; }
  std::optional<FunctionResult> take_outcome() { return session_->take_outcome(); }
  /// Its wait status, once it has ended and all it sent was taken.
  std::optional<int> exit_status() const { return exit_status_; }

  /// Hands the event to the process, which must be waiting for one. `invocation` must live until
  /// there is an outcome or the instance dies.
  void deliver(const FunctionInvocation& invocation,
               std::chrono::system_clock::time_point deadline);
  /// Ends the process in the middle of an invocation, whose late answer is refused.
  void end();
  /// What the process has printed so far goes to the log, also when the log's reader is behind.
  void drain_output();
  const FunctionProcess& process() const { return process_; }

 private:
  Instance(FunctionProcess process, std::unique_ptr<RuntimeSession> session,
           std::unique_ptr<RuntimeListener> listener, LogCapture& log);
  void wait(SteadyTime deadline, int wake_fd);

  enum Polled : std::size_t { kWake, kExit, kStdout, kStderr, kRuntimeApi, kPolledCount };

  FunctionProcess process_;
  std::unique_ptr<RuntimeSession> session_;  // Before the listener, which refers to it.
  std::unique_ptr<RuntimeListener> listener_;
  LogCapture& log_;
  std::optional<int> exit_status_;
  std::vector<char> scratch_;
  std::array<pollfd, kPolledCount> polled_{};
};

}  // namespace lambda::emulator
