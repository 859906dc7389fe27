// Whatever order callers, the worker and a stop come in, every job is taken and then no more.
#include "runtime/emulator/sandbox/job_slot.h"

#include <poll.h>

#include <chrono>
#include <thread>

#include "gtest/gtest.h"

namespace lambda::emulator {
namespace {

bool is_awake(const JobSlot& slot) {
  pollfd polled{slot.wake_fd(), POLLIN, 0};
  return ::poll(&polled, 1, 0) == 1;
}

Invocation named(const std::string& id) {
  Invocation invocation;
  invocation.request_id = id;
  return invocation;
}

TEST(JobSlot, HandsAJobOnOnce) {
  JobSlot slot;
  EXPECT_FALSE(is_awake(slot));
  auto outcome = slot.put(named("a"));
  ASSERT_TRUE(outcome.has_value());
  EXPECT_TRUE(is_awake(slot));
  JobSlot::Next next = slot.take();
  ASSERT_TRUE(next.job.has_value());
  EXPECT_EQ(next.job->invocation.request_id, "a");
  EXPECT_FALSE(next.is_stopped);
  EXPECT_FALSE(is_awake(slot));
  next.job->outcome.set_value({.payload = "done"});
  EXPECT_EQ(outcome->get().payload, "done");
  EXPECT_FALSE(slot.take().job.has_value());
}

TEST(JobSlot, HandsOnTheJobThatCameBeforeTheStop) {
  JobSlot slot;
  EXPECT_FALSE(slot.take().is_stopped);  // The worker saw nothing to do …
  ASSERT_TRUE(slot.put(named("a")).has_value());
  slot.stop();  // … and both came before it looked again.
  const JobSlot::Next next = slot.take();
  EXPECT_TRUE(next.job.has_value());
  EXPECT_TRUE(next.is_stopped);
  const JobSlot::Next last = slot.take();
  EXPECT_FALSE(last.job.has_value());
  EXPECT_TRUE(last.is_stopped);
}

TEST(JobSlot, TakesNothingAfterTheStopAndStaysAwake) {
  JobSlot slot;
  EXPECT_FALSE(slot.is_stopped());
  slot.stop();
  EXPECT_TRUE(slot.is_stopped());
  EXPECT_FALSE(slot.put(named("a")).has_value());
  EXPECT_FALSE(slot.take().job.has_value());
  EXPECT_TRUE(is_awake(slot));
}

TEST(JobSlot, LeavesNoCallerWaitingThoughItIsStoppedAtAnyMoment) {
  for (int i = 0; i < 2'000; ++i) {
    JobSlot slot;
    std::thread worker([&] {
      for (;;) {
        JobSlot::Next next = slot.take();
        if (next.job) {
          next.job->outcome.set_value({});
        } else if (next.is_stopped) {
          return;
        }
      }
    });
    std::thread stopper([&] { slot.stop(); });
    if (auto outcome = slot.put(named("a"))) {
      ASSERT_EQ(outcome->wait_for(std::chrono::seconds(30)), std::future_status::ready) << i;
    }
    stopper.join();
    worker.join();
  }
}

}  // namespace
}  // namespace lambda::emulator
