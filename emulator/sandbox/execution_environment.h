// A sandbox with its own thread, for callers on other threads.
#pragma once

#include <string>
#include <thread>
#include <vector>

#include "emulator/process/function_config.h"
#include "emulator/sandbox/invocation.h"
#include "emulator/sandbox/job_slot.h"
#include "emulator/sandbox/log_sink.h"

namespace lambda::emulator {

/// The references must outlive it. Its process ends with it.
class ExecutionEnvironment {
 public:
  /// Starts the thread; the function's process is started by the first invocation, and ended when
  /// none came for `config.idle_max`.
  ExecutionEnvironment(const FunctionConfig& config, const std::vector<std::string>& inherited,
                       LogSink& sink);
  ~ExecutionEnvironment();

  /// Starts an invocation and returns. One at a time: the next may start when `done` is called,
  /// which is in the environment's thread. After stop(), it is called at once with a
  /// Sandbox.Failure.
  void start(FunctionInvocation invocation, Done done);
  /// Ends the process and its invocation. Thread-safe; returns at once.
  void stop() { slot_.stop(); }

 private:
  void run();

  const FunctionConfig& config_;
  const std::vector<std::string>& inherited_;
  LogSink& sink_;
  JobSlot slot_;
  std::thread thread_;  // Last, so that it starts when all else is there.
};

}  // namespace lambda::emulator
