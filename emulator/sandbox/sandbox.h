// Runs invocations one after the other, in one process that it starts again when it must: Lambda's
// execution environment. Source: AWS Lambda Developer Guide, "Understanding the Lambda execution
// environment lifecycle".
#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "emulator/process/function_config.h"
#include "emulator/sandbox/instance.h"
#include "emulator/sandbox/invocation.h"
#include "emulator/sandbox/log_capture.h"
#include "emulator/sandbox/log_sink.h"
#include "emulator/sandbox/memory_limit.h"
#include "emulator/sandbox/report.h"

namespace lambda::emulator {

/// Serves one thread. All references must outlive it. `wake_fd` becomes readable, and
/// `is_stopping` true, to end an invocation early.
class Sandbox {
 public:
  Sandbox(const FunctionConfig& config, const std::vector<std::string>& inherited, LogSink& sink,
          int wake_fd, const std::atomic<bool>& is_stopping);

  /// Whatever becomes of the process, there is an outcome, at the latest after the init timeout
  /// and the function's timeout.
  FunctionResult invoke(const FunctionInvocation& invocation);

  /// Attends to the process until `wake_fd` is readable, and ends it when `deadline` passes.
  void idle(SteadyTime deadline);

 private:
  struct Init {
    std::optional<Milliseconds> duration;  // Of a cold start that came to `next`.
    std::optional<FunctionResult> failure;
  };

  Init ensure_started(const FunctionInvocation& invocation);
  std::optional<FunctionResult> start(const FunctionInvocation& invocation);
  void await_init();
  void pump(SteadyTime deadline);
  void end_if_out_of_memory();
  FunctionResult reported_init_error(Milliseconds duration);
  FunctionResult run(const FunctionInvocation& invocation);
  FunctionResult exited(const FunctionInvocation& invocation);
  FunctionResult timed_out(const FunctionInvocation& invocation);
  void end_process();
  void write_report(const FunctionInvocation& invocation, const FunctionResult& outcome,
                    Milliseconds duration, const Init& init);

  const FunctionConfig& config_;
  const std::vector<std::string>& inherited_;
  LogCapture log_;
  int wake_fd_;
  const std::atomic<bool>& is_stopping_;
  std::unique_ptr<Instance> instance_;
  std::string instance_version_;  // Of the function, as the process was told.
  MemoryLimit memory_limit_;
  bool is_out_of_memory_ = false;  // The invocation's process was ended for it.
  std::uint64_t peak_memory_mb_ = 0;
};

}  // namespace lambda::emulator
