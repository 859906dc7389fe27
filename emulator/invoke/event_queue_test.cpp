// The bounds of the queue, and what becomes of events when it stops.
#include "emulator/invoke/event_queue.h"

#include <string>
#include <thread>
#include <utility>

#include <gtest/gtest.h>

#include "emulator/testing/memory_sink.h"
#include "emulator/testing/test_function.h"

namespace lambda::emulator {
namespace {

/// One environment, kept busy by an event that never ends.
class EventQueues : public ::testing::Test {
 protected:
  EventQueues() : pool_(testing::test_function("hang"), {}, sink_, 1), queue_(pool_, 1) {
    EXPECT_TRUE(queue_.push(testing::test_invocation("\"bad\"")));
    while (sink_.text().find("START") == std::string::npos) {
      std::this_thread::yield();
    }
  }
  ~EventQueues() override { pool_.stop(); }

  testing::MemorySink sink_;
  EnvironmentPool pool_;
  EventQueue queue_;
};

TEST_F(EventQueues, HoldAtMost64Megabytes) {
  const std::string event(kAsyncEventBytesMax, '1');
  for (int i = 0; i < 64; ++i) {
    EXPECT_TRUE(queue_.push(testing::test_invocation(event))) << i;
  }
  EXPECT_FALSE(queue_.push(testing::test_invocation("1")));
}

TEST_F(EventQueues, HoldAtMost10000Events) {
  for (int i = 0; i < 10'000; ++i) {
    ASSERT_TRUE(queue_.push(testing::test_invocation("1"))) << i;
  }
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

/// One environment that answers, and as many workers.
class RunningQueue : public ::testing::Test {
 protected:
  RunningQueue() : pool_(testing::test_function("echo"), {}, sink_, 1), queue_(pool_, 1) {}
  ~RunningQueue() override { pool_.stop(); }

  static FunctionInvocation event(const std::string& id, std::string payload) {
    FunctionInvocation invocation = testing::test_invocation(std::move(payload));
    invocation.request_id = id;
    return invocation;
  }
  void wait_for_end(const std::string& id) const {
    while (sink_.text().find("REPORT RequestId: " + id + "\t") == std::string::npos) {
      std::this_thread::yield();
    }
  }

  testing::MemorySink sink_;
  EnvironmentPool pool_;
  EventQueue queue_;
};

TEST_F(RunningQueue, MakesRoomAsEventsAreTaken) {
  const std::string event_text = "\"" + std::string(kAsyncEventBytesMax - 2, 'x') + "\"";
  for (int i = 0; i < 70; ++i) {
    const std::string id = "event-" + std::to_string(i);
    ASSERT_TRUE(queue_.push(event(id, event_text))) << i;
    wait_for_end(id);
  }
}

TEST_F(RunningQueue, KeepsTheOrder) {
  for (int i = 0; i < 20; ++i) {
    ASSERT_TRUE(queue_.push(event("event-" + std::to_string(i) + ".", "1")));
  }
  wait_for_end("event-19.");
  const std::string log = sink_.text();
  std::size_t at = 0;
  for (int i = 0; i < 20; ++i) {
    const std::size_t found = log.find("START RequestId: event-" + std::to_string(i) + ".");
    ASSERT_NE(found, std::string::npos) << i;
    EXPECT_GE(found, at) << i;
    at = found;
  }
}

TEST(EventQueueWorkers, AreAsManyAsAreWantedAndNoMore) {
  testing::MemorySink sink;
  EnvironmentPool pool(testing::test_function("slow"), {}, sink, 8);
  EventQueue queue(pool, 2);
  constexpr int kEvents = 8;
  for (int i = 0; i < kEvents; ++i) {
    ASSERT_TRUE(queue.push(testing::test_invocation("1")));
  }
  const auto reports = [&] {
    const std::string log = sink.text();
    int count = 0;
    for (auto at = log.find("REPORT "); at != std::string::npos; at = log.find("REPORT ", at + 1)) {
      ++count;
    }
    return count;
  };
  while (reports() < kEvents) {
    std::this_thread::yield();
  }
  EXPECT_EQ(pool.size(), 2u);
  pool.stop();
}

}  // namespace
}  // namespace lambda::emulator
