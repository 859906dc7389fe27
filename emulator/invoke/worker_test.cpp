// What is posted is done once, in order, in another thread, and before the worker is gone.
#include "emulator/invoke/worker.h"

#include <future>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

namespace lambda::emulator {
namespace {

TEST(Worker, DoesEachJobInOrderBeforeItIsGone) {
  std::vector<int> done;
  std::thread::id where;
  {
    Worker worker;
    for (int i = 0; i < 1000; ++i) {
      worker.post([&done, i] { done.push_back(i); });
    }
    worker.post([&] { where = std::this_thread::get_id(); });
  }
  ASSERT_EQ(done.size(), 1000u);
  for (int i = 0; i < 1000; ++i) {
    EXPECT_EQ(done[static_cast<std::size_t>(i)], i);
  }
  EXPECT_NE(where, std::this_thread::get_id());
}

TEST(Worker, HoldsNobodyUpWhoPosts) {
  std::promise<void> gate;
  std::promise<void> passed;
  Worker worker;
  worker.post([&] { gate.get_future().wait(); });
  worker.post([&] { passed.set_value(); });  // Behind a job that does not end yet.
  gate.set_value();
  EXPECT_EQ(passed.get_future().wait_for(std::chrono::seconds(30)), std::future_status::ready);
}

}  // namespace
}  // namespace lambda::emulator
