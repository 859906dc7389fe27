// Events that nobody waits for: kept, in order, until an environment is free.
#include "emulator/invoke/event_queue.h"

#include <system_error>
#include <utility>

namespace lambda::emulator {
namespace {

constexpr std::size_t kEventsMax = 10'000;
constexpr std::size_t kBytesMax = 64 * 1024 * 1024;

}  // namespace

EventQueue::EventQueue(EnvironmentPool& pool, std::size_t workers_max)
    : pool_(pool), workers_max_(workers_max) {}

EventQueue::~EventQueue() { stop(); }

bool EventQueue::push(FunctionInvocation invocation) {
  const std::lock_guard lock(mutex_);
  const std::size_t bytes = invocation.payload.size();
  if (is_stopped_ || waiting_.size() == kEventsMax || waiting_bytes_ + bytes > kBytesMax) {
    return false;
  }
  if (idle_workers_ <= waiting_.size() && workers_.size() < workers_max_) {
    try {
      workers_.emplace_back([this] { work(); });
    } catch (const std::system_error&) {
      if (workers_.empty()) {
        return false;  // No thread left, and nobody else to do it.
      }
    }
  }
  waiting_.push_back(std::move(invocation));
  waiting_bytes_ += bytes;
  changed_.notify_one();
  return true;
}

void EventQueue::work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    ++idle_workers_;
    changed_.wait(lock, [&] { return is_stopped_ || !waiting_.empty(); });
    --idle_workers_;
    if (is_stopped_) {
      return;
    }
    FunctionInvocation invocation = std::move(waiting_.front());
    waiting_.pop_front();
    waiting_bytes_ -= invocation.payload.size();
    lock.unlock();
    // Its outcome is in the log; nobody else asked. There is none once the pool is stopped.
    const bool is_done = pool_.invoke_when_free(std::move(invocation)).has_value();
    lock.lock();
    if (!is_done) {
      ++forgotten_;
    }
  }
}

std::size_t EventQueue::stop() {
  std::vector<std::thread> workers;
  {
    const std::lock_guard lock(mutex_);
    is_stopped_ = true;
    forgotten_ += waiting_.size();
    waiting_.clear();
    workers.swap(workers_);
  }
  changed_.notify_all();
  for (std::thread& worker : workers) {
    worker.join();
  }
  const std::lock_guard lock(mutex_);
  return std::exchange(forgotten_, 0);
}

}  // namespace lambda::emulator
