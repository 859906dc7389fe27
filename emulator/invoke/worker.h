// A thread for work that would hold up the one it comes from.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace lambda::emulator {

/// Thread-safe. Does one job after the other, in the order in which they came; all are done before
/// it dies. Making one throws std::system_error when the system has no thread left.
class Worker {
 public:
  Worker();
  ~Worker();

  void post(std::function<void()> job);

 private:
  void run();

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::function<void()>> jobs_;
  bool is_stopped_ = false;
  std::thread thread_;  // Last, so that it starts when all else is there.
};

}  // namespace lambda::emulator
