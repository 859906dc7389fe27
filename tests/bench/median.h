// The figure that benchmarks compare: the median, which a busy machine moves least.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <vector>

namespace lambda::bench {

/// In microseconds. `times` must not be empty; of an even number the upper of the middle two.
inline double median_microseconds(std::vector<std::chrono::nanoseconds> times) {
  const auto middle = times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2);
  std::nth_element(times.begin(), middle, times.end());
  return static_cast<double>(middle->count()) / 1000;
}

}  // namespace lambda::bench
