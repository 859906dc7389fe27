// The keepers that this program has, so that any other child can be told from them.
#include "emulator/process/keepers.h"

#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <mutex>
#include <set>
#include <thread>
#include <vector>

#include "emulator/process/child_list.h"

namespace lambda::emulator {
namespace {

// Processes that another user's identity protects are not waited for without end.
constexpr std::chrono::seconds kStraysMax{2};
constexpr std::chrono::milliseconds kStraysPoll{5};

struct Keepers {
  std::mutex mutex;
  std::set<pid_t> pids;
};

Keepers& keepers() {
  static Keepers all;
  return all;
}

void reap(pid_t pid) {
  // A program that ignores SIGCHLD is told ECHILD once the child has ended.
  while (::waitpid(pid, nullptr, 0) < 0 && errno == EINTR) {
  }
}

/// Children of this program other than keepers. The lock must be held.
std::vector<pid_t> strays_locked() {
  std::vector<pid_t> children;
  visit_all_children(
      [](pid_t child, void* found) { static_cast<std::vector<pid_t>*>(found)->push_back(child); },
      &children);
  std::erase_if(children, [](pid_t child) { return keepers().pids.contains(child); });
  return children;
}

void end_strays() {
  const auto deadline = std::chrono::steady_clock::now() + kStraysMax;
  while (std::chrono::steady_clock::now() < deadline) {
    {
      const std::lock_guard lock(keepers().mutex);
      const std::vector<pid_t> strays = strays_locked();
      if (strays.empty()) {
        return;
      }
      for (const pid_t stray : strays) {
        ::kill(stray, SIGKILL);
        ::waitpid(stray, nullptr, WNOHANG);
      }
    }
    std::this_thread::sleep_for(kStraysPoll);
  }
}

}  // namespace

pid_t fork_keeper() {
  const std::lock_guard lock(keepers().mutex);
  const pid_t pid = ::fork();
  if (pid > 0) {
    keepers().pids.insert(pid);
  }
  return pid;
}

void end_keeper(pid_t keeper, bool ended_all) {
  if (!ended_all) {
    ::kill(keeper, SIGKILL);
  }
  reap(keeper);
  {
    const std::lock_guard lock(keepers().mutex);
    keepers().pids.erase(keeper);
  }
  if (!ended_all) {
    end_strays();
  }
}

}  // namespace lambda::emulator
