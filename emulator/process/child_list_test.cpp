// Children are named, whichever way the kernel tells of them; those of others are not.
#include "emulator/process/child_list.h"

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <set>
#include <thread>

#include <gtest/gtest.h>

namespace lambda::emulator {
namespace {

void add(pid_t child, void* context) { static_cast<std::set<pid_t>*>(context)->insert(child); }

/// Children that wait to be killed, and are.
class Children {
 public:
  explicit Children(int count) {
    for (int i = 0; i < count; ++i) {
      pids_.insert(start());
    }
  }
  ~Children() {
    for (const pid_t pid : pids_) {
      ::kill(pid, SIGKILL);
      ::waitpid(pid, nullptr, 0);
    }
  }
  const std::set<pid_t>& pids() const { return pids_; }

 private:
  static pid_t start() {
    const pid_t pid = ::fork();
    if (pid == 0) {
      for (;;) {
        ::pause();
      }
    }
    return pid;
  }

  std::set<pid_t> pids_;
};

TEST(ChildList, NamesEveryChildThoughTheListIsLong) {
  constexpr int kCount = 1200;  // Longer than one read takes, whatever the pids are.
  const Children children(kCount);
  std::set<pid_t> seen;
  ASSERT_TRUE(visit_own_children(add, &seen));
  EXPECT_EQ(seen, children.pids());
  seen.clear();
  ASSERT_TRUE(visit_all_children(add, &seen));
  EXPECT_EQ(seen, children.pids());
}

TEST(ChildList, IsEmptyWithoutChildren) {
  std::set<pid_t> seen;
  EXPECT_TRUE(visit_own_children(add, &seen));
  EXPECT_TRUE(visit_all_children(add, &seen));
  EXPECT_EQ(seen, std::set<pid_t>());
}

TEST(ChildList, KnowsTheThreadThatStartedAChild) {
  const Children children(1);
  std::set<pid_t> own;
  std::set<pid_t> all;
  std::thread([&] {
    visit_own_children(add, &own);
    visit_all_children(add, &all);
  }).join();
  EXPECT_EQ(own, std::set<pid_t>());
  EXPECT_EQ(all, children.pids());
}

}  // namespace
}  // namespace lambda::emulator
