// All at once where there is room, and none after a failure.
#include "deploy/push/parallel.h"

#include <atomic>
#include <latch>

#include "gtest/gtest.h"

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
  std::atomic<int> running = 0;
  std::atomic<int> most = 0;
  std::latch all(3);
  std::atomic<int> begun = 0;
  const std::vector<Job> jobs(30, [&]() -> std::expected<void, Error> {
    const int now = ++running;
    for (int known = most; now > known && !most.compare_exchange_weak(known, now);) {
    }
    if (begun++ < 3) all.arrive_and_wait();  // So that there are three.
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
    return std::unexpected(Error{Remedy::kReportAndExit, "Test.Failed", "two"});
  };
  const auto result = run_parallel(jobs, 1);
  ASSERT_FALSE(result);
  EXPECT_EQ("two", result.error().message);
  EXPECT_EQ(2, runs);
}

}  // namespace
}  // namespace lambda::deploy
