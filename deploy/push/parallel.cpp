// The caller's thread works too: one job needs no thread.
#include "deploy/push/parallel.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <optional>
#include <thread>

namespace lambda::deploy {

std::expected<void, Error> run_parallel(const std::vector<Job>& jobs, std::size_t threads_max) {
  std::atomic<std::size_t> next = 0;
  std::mutex mutex;
  std::optional<Error> failure;
  const auto work = [&] {
    for (std::size_t i = next++; i < jobs.size(); i = next++) {
      auto result = jobs[i]();
      if (result) {
        continue;
      }
      const std::lock_guard lock(mutex);
      if (!failure) {
        failure = std::move(result.error());
      }
      next = jobs.size();
    }
  };
  {
    std::vector<std::jthread> threads;
    const std::size_t count = std::min(jobs.size(), threads_max);
    for (std::size_t i = 1; i < count; ++i) {
      threads.emplace_back(work);
    }
    work();
  }
  if (failure) {
    return std::unexpected(std::move(*failure));
  }
  return {};
}

}  // namespace lambda::deploy
