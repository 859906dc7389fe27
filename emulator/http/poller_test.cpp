// The poller: what it reports, for how long it waits, and how another thread ends a wait.
#include "emulator/http/poller.h"

#include <poll.h>
#include <sys/socket.h>

#include <chrono>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

namespace lambda::emulator {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

/// Two connected sockets.
struct Pair {
  Pair() {
    int fds[2] = {-1, -1};
    EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, fds), 0);
    ours = UniqueFd(fds[0]);
    theirs = UniqueFd(fds[1]);
  }
  void send() const { EXPECT_EQ(::send(theirs.get(), "x", 1, 0), 1); }

  UniqueFd ours;
  UniqueFd theirs;
};

Poller::Time soon() { return steady_clock::now() + milliseconds(20); }

TEST(Poller, ReportsTheKeyOfASocketThatCanBeRead) {
  Poller poller;
  const Pair quiet;
  const Pair busy;
  ASSERT_TRUE(poller.add(quiet.ours.get(), 7, {.can_read = true}));
  ASSERT_TRUE(poller.add(busy.ours.get(), 8, {.can_read = true}));
  busy.send();
  const auto ready = poller.wait(std::nullopt);
  ASSERT_EQ(ready.size(), 1u);
  EXPECT_EQ(ready[0].key, 8u);
  EXPECT_TRUE(ready[0].can_read);
  EXPECT_FALSE(ready[0].can_write);
  EXPECT_FALSE(ready[0].is_broken);
}

TEST(Poller, ReportsOnlyWhatInterests) {
  Poller poller;
  const Pair pair;
  ASSERT_TRUE(poller.add(pair.ours.get(), 1, {}));
  pair.send();
  EXPECT_TRUE(poller.wait(soon()).empty());
  poller.change(pair.ours.get(), 1, {.can_write = true});
  const auto ready = poller.wait(std::nullopt);
  ASSERT_EQ(ready.size(), 1u);
  EXPECT_TRUE(ready[0].can_write);
  EXPECT_FALSE(ready[0].can_read);
}

TEST(Poller, ReportsAPeerThatLeftAlsoBehindUnreadBytes) {
  Poller poller;
  const Pair pair;
  ASSERT_TRUE(poller.add(pair.ours.get(), 1, {.has_left = true}));
  pair.send();
  EXPECT_TRUE(poller.wait(soon()).empty());
  ::shutdown(pair.theirs.get(), SHUT_WR);
  const auto ready = poller.wait(std::nullopt);
  ASSERT_EQ(ready.size(), 1u);
  EXPECT_TRUE(ready[0].has_left);
}

TEST(Poller, ReportsABrokenConnectionWithoutInterest) {
  Poller poller;
  Pair pair;
  ASSERT_TRUE(poller.add(pair.ours.get(), 1, {}));
  pair.theirs.reset();
  const auto ready = poller.wait(std::nullopt);
  ASSERT_EQ(ready.size(), 1u);
  EXPECT_TRUE(ready[0].is_broken);
}

TEST(Poller, WaitsUntilItsDeadlineAndNoLess) {
  Poller poller;
  const auto deadline = steady_clock::now() + milliseconds(30);
  EXPECT_TRUE(poller.wait(deadline).empty());
  EXPECT_GE(steady_clock::now(), deadline);
  EXPECT_TRUE(poller.wait(steady_clock::now() - milliseconds(1)).empty());
}

TEST(Poller, IsWokenByAnotherThreadEachTime) {
  Poller poller;
  for (int i = 0; i < 100; ++i) {
    std::thread other([&] { poller.wake(); });
    EXPECT_TRUE(poller.wait(std::nullopt).empty());
    other.join();
  }
}

TEST(Poller, RemembersAWakeBeforeTheWaitOnce) {
  Poller poller;
  poller.wake();
  poller.wake();
  EXPECT_TRUE(poller.wait(std::nullopt).empty());
  const auto deadline = soon();
  EXPECT_TRUE(poller.wait(deadline).empty());
  EXPECT_GE(steady_clock::now(), deadline);
}

TEST(Poller, ShowsItsOwnDescriptorReadableWhileThereIsSomethingToDo) {
  Poller poller;
  const Pair pair;
  ASSERT_TRUE(poller.add(pair.ours.get(), 1, {.can_read = true}));
  pollfd polled{poller.fd(), POLLIN, 0};
  EXPECT_EQ(::poll(&polled, 1, 0), 0);
  pair.send();
  EXPECT_EQ(::poll(&polled, 1, 0), 1);
  char byte = 0;
  EXPECT_EQ(::recv(pair.ours.get(), &byte, 1, 0), 1);
  EXPECT_EQ(::poll(&polled, 1, 0), 0);
  poller.wake();
  EXPECT_EQ(::poll(&polled, 1, 0), 1);
  EXPECT_TRUE(poller.wait(soon()).empty());
  EXPECT_EQ(::poll(&polled, 1, 0), 0);
}

TEST(Poller, ReportsMoreSocketsThanFitInOneCall) {
  constexpr std::size_t kPairs = 300;
  Poller poller;
  const std::vector<Pair> pairs(kPairs);
  for (std::size_t i = 0; i < kPairs; ++i) {
    ASSERT_TRUE(poller.add(pairs[i].ours.get(), i, {.can_read = true}));
    pairs[i].send();
  }
  std::vector<bool> seen(kPairs);
  std::size_t count = 0;
  for (int round = 0; round < 10 && count < kPairs; ++round) {
    for (const Ready& ready : poller.wait(soon())) {
      if (seen.at(ready.key)) {
        continue;
      }
      seen[ready.key] = true;
      ++count;
      char byte = 0;
      ::recv(pairs[ready.key].ours.get(), &byte, 1, 0);
    }
  }
  EXPECT_EQ(count, kPairs);
}

}  // namespace
}  // namespace lambda::emulator
