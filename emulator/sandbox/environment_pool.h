// One environment for each overlapping invocation, up to a limit; idle ones are reused.
// Source: AWS Lambda Developer Guide, "Understanding Lambda function scaling".
#pragma once

#include <condition_variable>
#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "emulator/process/function_config.h"
#include "emulator/sandbox/execution_environment.h"
#include "emulator/sandbox/invocation.h"
#include "emulator/sandbox/log_sink.h"

namespace lambda::emulator {

/// Thread-safe. `sink` must outlive it.
class EnvironmentPool {
 public:
  EnvironmentPool(FunctionConfig config, std::vector<std::string> inherited, LogSink& sink,
                  std::size_t environments_max);
  ~EnvironmentPool();

  /// Starts an invocation and returns; `done` is called once, in another thread or in this one.
  /// False, and no call, when all environments are busy and there may be no more: Lambda throttles.
  bool start_now(FunctionInvocation invocation, Done done);
  /// The same, and waits for the outcome. Absent where start_now() gives false.
  std::optional<FunctionResult> invoke_now(FunctionInvocation invocation);
  /// Waits for a free environment first. Absent once the pool is stopped.
  std::optional<FunctionResult> invoke_when_free(FunctionInvocation invocation);

  /// Ends all processes and invocations, and waits for them. The pool takes no more.
  void stop();

  const FunctionConfig& config() const { return config_; }
  /// How many environments were made so far.
  std::size_t size() const;

 private:
  /// An environment and the version whose process it has.
  struct Idle {
    ExecutionEnvironment* environment;
    std::string version;
  };

  ExecutionEnvironment* take_idle_locked(const std::string& version);
  ExecutionEnvironment* acquire_locked(const std::string& version);
  void start_on(ExecutionEnvironment* environment, FunctionInvocation invocation, Done done);
  FunctionResult invoke_on(ExecutionEnvironment* environment, FunctionInvocation invocation);

  const FunctionConfig config_;
  const std::vector<std::string> inherited_;
  LogSink& sink_;
  const std::size_t environments_max_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  bool is_stopped_ = false;
  std::size_t busy_ = 0;
  std::vector<std::unique_ptr<ExecutionEnvironment>> all_;
  std::vector<Idle> idle_;  // The most recently used is last, and reused first.
};

}  // namespace lambda::emulator
