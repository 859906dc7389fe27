// Passes invocations, one at a time, from callers to the thread that runs them.
#pragma once

#include <atomic>
#include <functional>
#include <mutex>
#include <optional>

#include "emulator/process/wake_signal.h"
#include "emulator/sandbox/invocation.h"

namespace lambda::emulator {

/// Receives the result of an invocation.
using Done = std::function<void(FunctionResult)>;

/// Thread-safe. Every job that was put is taken, even after stop(): no caller waits in vain.
class JobSlot {
 public:
  struct Job {
    FunctionInvocation invocation;
    Done done;
  };

  /// The next thing to do: the job, if there is one, which must get its outcome; else to end, if
  /// the slot is stopped; else nothing.
  struct Next {
    std::optional<Job> job;
    bool is_stopped = false;
  };

  /// One caller at a time. Gives the job back when the slot is stopped.
  std::optional<Job> put(Job job);
  /// Refuses further jobs. Wakes the waiting thread for good.
  void stop();

  Next take();
  /// Readable when take() may have something, and always once stopped.
  int wake_fd() const { return wake_.fd(); }
  const std::atomic<bool>& is_stopped() const { return is_stopped_; }

 private:
  WakeSignal wake_;
  std::mutex mutex_;
  std::atomic<bool> is_stopped_ = false;
  std::optional<Job> job_;  // Guarded by mutex_.
};

}  // namespace lambda::emulator
