// Keeps a benchmark and the programs it starts on one processor. Where two share the work of a
// 200-byte event, most of its time goes by until the other one wakes, and whether they share it is
// the scheduler's whim: 18 us or 84 us were seen for the same program.
// Source: sched_setaffinity(2); a child inherits the set.
#pragma once

#include <sched.h>

#include <cstddef>

namespace lambda::bench {

/// Up to here an event takes less time than the other processor takes to wake.
inline constexpr std::size_t kShortEventBytes = 10'000;

/// Until the object ends, and for good in programs that are started meanwhile.
class OneProcessor {
 public:
  /// Does nothing unless `is_wanted`.
  explicit OneProcessor(bool is_wanted) {
    if (::sched_getaffinity(0, sizeof(former_), &former_) != 0) {
      return;
    }
    if (!is_wanted) {
      return;
    }
    int processor = 0;
    while (!CPU_ISSET(processor, &former_)) {
      ++processor;
    }
    cpu_set_t one;
    CPU_ZERO(&one);
    CPU_SET(processor, &one);
    is_set_ = ::sched_setaffinity(0, sizeof(one), &one) == 0;
  }
  ~OneProcessor() {
    if (is_set_) {
      ::sched_setaffinity(0, sizeof(former_), &former_);
    }
  }
  OneProcessor(const OneProcessor&) = delete;
  OneProcessor& operator=(const OneProcessor&) = delete;

 private:
  cpu_set_t former_{};
  bool is_set_ = false;
};

}  // namespace lambda::bench
