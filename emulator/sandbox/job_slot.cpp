// Hands invocations, one at a time, from their callers to the thread that runs them.
#include "emulator/sandbox/job_slot.h"

#include <utility>

namespace lambda::emulator {

std::optional<JobSlot::Job> JobSlot::put(Job job) {
  const std::lock_guard lock(mutex_);
  if (is_stopped_) {
    return job;
  }
  job_ = std::move(job);
  wake_.raise();  // Under the lock: raised later, it would disturb the invocation it announces.
  return std::nullopt;
}

void JobSlot::stop() {
  const std::lock_guard lock(mutex_);
  is_stopped_ = true;
  wake_.raise();
}

JobSlot::Next JobSlot::take() {
  // Both are looked at under one lock: a job that came between two looks would never be answered.
  const std::lock_guard lock(mutex_);
  if (!is_stopped_) {
    wake_.lower();
  }
  return {std::exchange(job_, std::nullopt), is_stopped_};
}

}  // namespace lambda::emulator
