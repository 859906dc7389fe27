// Events that nobody waits for: kept, in order, until an environment is free.
// Source: AWS Lambda Developer Guide, "Invoking a Lambda function asynchronously".
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

#include "emulator/sandbox/environment_pool.h"
#include "emulator/sandbox/invocation.h"

namespace lambda::emulator {

/// Thread-safe. Bounded in events and bytes. An event that fails is not tried again: a developer
/// wants to see the first failure. `pool` must outlive it.
class EventQueue {
 public:
  EventQueue(EnvironmentPool& pool, std::size_t workers_max);
  ~EventQueue();

  /// False when the queue is full or stopped.
  bool push(FunctionInvocation invocation);
  /// Takes no more, forgets what waits, ends when the pool has ended. Returns how many were
  /// forgotten. Stop the pool first.
  std::size_t stop();

 private:
  void work();

  EnvironmentPool& pool_;
  const std::size_t workers_max_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<FunctionInvocation> waiting_;
  std::size_t waiting_bytes_ = 0;
  std::size_t idle_workers_ = 0;
  std::size_t forgotten_ = 0;  // Those that a worker took, and the stopped pool did not.
  bool is_stopped_ = false;
  std::vector<std::thread> workers_;
};

}  // namespace lambda::emulator
