// The kernel counts: wait4 tells what the one child used. What it told is written to a file.
#include "tests/bench/measured_run.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include <cstring>
#include <fstream>

extern char** environ;

namespace lambda::bench {
namespace {

constexpr std::string_view kLauncher = "--as-launcher-of";
constexpr int kNotStarted = 126;

std::chrono::nanoseconds time_of(const timeval& value) {
  return std::chrono::seconds(value.tv_sec) + std::chrono::microseconds(value.tv_usec);
}

/// The process id of `words`, both outputs into `log` if it is not empty; -1 when it did not start.
pid_t started(const std::vector<std::string>& words, const std::string& log) {
  std::vector<char*> arguments;
  for (const std::string& word : words) {
    arguments.push_back(const_cast<char*>(word.c_str()));
  }
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 1, log.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  posix_spawn_file_actions_adddup2(&actions, 1, 2);
  pid_t pid = -1;
  const int failure =
      posix_spawn(&pid, arguments.front(), &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  return failure == 0 ? pid : -1;
}

}  // namespace

std::optional<int> run_if_launcher(const std::vector<std::string>& words) {
  if (words.size() < 3 || words[0] != kLauncher) {
    return std::nullopt;
  }
  const std::string& log = words[1];
  const auto begin = std::chrono::steady_clock::now();
  const pid_t pid = started({words.begin() + 2, words.end()}, log);
  int status = 0;
  rusage used{};
  if (pid < 0 || wait4(pid, &status, 0, &used) != pid) {
    return kNotStarted;
  }
  const auto end = std::chrono::steady_clock::now();
  std::ofstream(log + ".cost") << (end - begin).count() << " "
                               << (time_of(used.ru_utime) + time_of(used.ru_stime)).count() << " "
                               << used.ru_maxrss;
  return WIFEXITED(status) ? WEXITSTATUS(status) : kNotStarted;
}

std::expected<Cost, std::string> measured_run(const std::vector<std::string>& words,
                                              const std::string& log) {
  std::vector<std::string> launched = {"/proc/self/exe", std::string(kLauncher), log};
  launched.insert(launched.end(), words.begin(), words.end());
  const pid_t pid = started(launched, log + ".launcher");
  int status = 0;
  if (pid < 0 || waitpid(pid, &status, 0) != pid) {
    return std::unexpected(words.front() + " cannot be started");
  }
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
    return std::unexpected(words.front() + " failed; its own words are in " + log);
  }
  std::int64_t wall = 0;
  std::int64_t processor = 0;
  std::uint64_t kilobytes = 0;
  if (!(std::ifstream(log + ".cost") >> wall >> processor >> kilobytes)) {
    return std::unexpected("nothing was measured of " + words.front());
  }
  return Cost{std::chrono::nanoseconds(wall), std::chrono::nanoseconds(processor),
              kilobytes * 1024};
}

}  // namespace lambda::bench
