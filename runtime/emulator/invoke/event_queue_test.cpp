// The bounds of the queue, and what becomes of events when it stops.
#include "runtime/emulator/invoke/event_queue.h"

#include <string>
#include <thread>

#include "gtest/gtest.h"
#include "runtime/emulator/sandbox/log_sink.h"
#include "runtime/emulator/testing/test_function.h"

namespace lambda::emulator {
namespace {

/// One environment, kept busy by an event that never ends.
class EventQueues : public ::testing::Test {
 protected:
  EventQueues() : pool_(testing::test_function("hang"), {}, sink_, 1), queue_(pool_, 1) {
    EXPECT_TRUE(queue_.push(testing::test_invocation("\"bad\"")));
    while (sink_.text().find("START") == std::string::npos) std::this_thread::yield();
  }
  ~EventQueues() override { pool_.stop(); }

  MemorySink sink_;
  EnvironmentPool pool_;
  EventQueue queue_;
};

TEST_F(EventQueues, HoldAtMost64Megabytes) {
  const std::string event(kAsyncEventBytesMax, '1');
  for (int i = 0; i < 64; ++i) EXPECT_TRUE(queue_.push(testing::test_invocation(event))) << i;
  EXPECT_FALSE(queue_.push(testing::test_invocation("1")));
}

TEST_F(EventQueues, HoldAtMost10000Events) {
  for (int i = 0; i < 10'000; ++i) ASSERT_TRUE(queue_.push(testing::test_invocation("1"))) << i;
  EXPECT_FALSE(queue_.push(testing::test_invocation("1")));
}

TEST_F(EventQueues, SayHowManyTheyForget) {
  queue_.push(testing::test_invocation("1"));
  queue_.push(testing::test_invocation("2"));
  pool_.stop();
  const std::size_t forgotten = queue_.stop();
  // The pool ends the running event, and refuses the next that a worker brings before the stop.
  EXPECT_LE(forgotten, 2u);
  EXPECT_FALSE(queue_.push(testing::test_invocation("3")));
  EXPECT_EQ(sink_.text().find("START"), sink_.text().rfind("START"));
}

}  // namespace
}  // namespace lambda::emulator
