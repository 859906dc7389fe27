// All at once where there is room, and none after a failure.
#include "deploy/push/parallel.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <latch>
#include <mutex>

#include <gtest/gtest.h>

namespace lambda::deploy {
namespace {

TEST(Parallel, RunsJobsAtOnce) {
  std::latch all(4);  // Passes only if four jobs are under way together.
  const std::vector<Job> jobs(4, [&]() -> std::expected<void, Error> {
    all.arrive_and_wait();
    return {};
  });
  EXPECT_TRUE(run_parallel(jobs, 4));
}

TEST(Parallel, RunsNoMoreAtOnceThanIsSaid) {
  std::mutex mutex;
  std::condition_variable changed;
  int running = 0;
  int most = 0;
  const std::vector<Job> jobs(6, [&]() -> std::expected<void, Error> {
    std::unique_lock lock(mutex);
    most = std::max(most, ++running);
    changed.notify_all();
    // Time enough for one too many to show up; there is none, so it is spent twice.
    changed.wait_for(lock, std::chrono::milliseconds(200), [&] { return most > 3; });
    --running;
    return {};
  });
  EXPECT_TRUE(run_parallel(jobs, 3));
  EXPECT_EQ(3, most);
}

TEST(Parallel, RunsEachJobOnce) {
  std::atomic<int> runs = 0;
  const std::vector<Job> jobs(100, [&]() -> std::expected<void, Error> {
    ++runs;
    return {};
  });
  EXPECT_TRUE(run_parallel(jobs, 3));
  EXPECT_EQ(100, runs);
  EXPECT_TRUE(run_parallel({}, 3));
}

TEST(Parallel, EndsWithTheFirstFailure) {
  int runs = 0;
  std::vector<Job> jobs(10, [&]() -> std::expected<void, Error> {
    ++runs;
    return {};
  });
  jobs[2] = []() -> std::expected<void, Error> {
    return std::unexpected(Error{"Test.Failed", "two"});
  };
  const auto result = run_parallel(jobs, 1);
  ASSERT_FALSE(result);
  EXPECT_EQ("two", result.error().message);
  EXPECT_EQ(2, runs);
}

}  // namespace
}  // namespace lambda::deploy
