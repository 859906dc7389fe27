// Whatever order callers, the worker and a stop come in, every job is taken and then no more.
#include "emulator/sandbox/job_slot.h"

#include <poll.h>

#include <chrono>
#include <future>
#include <string>
#include <thread>
#include <utility>

#include <gtest/gtest.h>

namespace lambda::emulator {
namespace {

bool is_awake(const JobSlot& slot) {
  pollfd polled{slot.wake_fd(), POLLIN, 0};
  return ::poll(&polled, 1, 0) == 1;
}

JobSlot::Job named(const std::string& id, Done done = [](FunctionResult) {}) {
  JobSlot::Job job;
  job.invocation.request_id = id;
  job.done = std::move(done);
  return job;
}

TEST(JobSlot, HandsAJobOnOnce) {
  JobSlot slot;
  EXPECT_FALSE(is_awake(slot));
  std::string payload;
  ASSERT_FALSE(slot.put(named("a", [&](FunctionResult outcome) { payload = outcome.payload; })));
  EXPECT_TRUE(is_awake(slot));
  JobSlot::Next next = slot.take();
  ASSERT_TRUE(next.job.has_value());
  EXPECT_EQ(next.job->invocation.request_id, "a");
  EXPECT_FALSE(next.is_stopped);
  EXPECT_FALSE(is_awake(slot));
  next.job->done({.payload = "done"});
  EXPECT_EQ(payload, "done");
  EXPECT_FALSE(slot.take().job.has_value());
}

TEST(JobSlot, HandsOnTheJobThatCameBeforeTheStop) {
  JobSlot slot;
  EXPECT_FALSE(slot.take().is_stopped);  // The worker saw nothing to do …
  ASSERT_FALSE(slot.put(named("a")).has_value());
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
  const auto refused = slot.put(named("a"));
  ASSERT_TRUE(refused.has_value());
  EXPECT_EQ(refused->invocation.request_id, "a");
  EXPECT_FALSE(slot.take().job.has_value());
  EXPECT_TRUE(is_awake(slot));
}

TEST(JobSlot, LeavesNoCallerWaitingThoughItIsStoppedAtAnyMoment) {
  for (int i = 0; i < 500; ++i) {
    JobSlot slot;
    std::thread worker([&] {
      for (;;) {
        pollfd polled{slot.wake_fd(), POLLIN, 0};
        ::poll(&polled, 1, -1);
        JobSlot::Next next = slot.take();
        if (next.job) {
          next.job->done({});
        } else if (next.is_stopped) {
          return;
        }
      }
    });
    std::thread stopper([&] { slot.stop(); });
    std::promise<FunctionResult> outcome;
    auto answered = outcome.get_future();
    const auto done = [&](FunctionResult result) { outcome.set_value(std::move(result)); };
    if (!slot.put(named("a", done))) {
      ASSERT_EQ(answered.wait_for(std::chrono::seconds(30)), std::future_status::ready) << i;
    }
    stopper.join();
    worker.join();
  }
}

}  // namespace
}  // namespace lambda::emulator
