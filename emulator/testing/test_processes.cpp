// Finds the processes that a test's function started, dead or alive, wherever they went.
#include "emulator/testing/test_processes.h"

#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <format>
#include <fstream>
#include <functional>
#include <iterator>
#include <thread>

namespace lambda::emulator::testing {
namespace {

constexpr std::chrono::seconds kLeavingMax{5};
constexpr std::chrono::milliseconds kPoll{5};

std::string read_stat(const std::filesystem::path& process) {
  std::ifstream file(process / "stat");
  return std::string((std::istreambuf_iterator<char>(file)), {});
}

std::string await_none(const std::function<std::vector<SeenProcess>()>& find) {
  const auto deadline = std::chrono::steady_clock::now() + kLeavingMax;
  for (;;) {
    const auto found = find();
    if (found.empty()) {
      return "";
    }
    if (std::chrono::steady_clock::now() >= deadline) {
      std::string text;
      for (const SeenProcess& one : found) {
        text += std::format("{} {}, ", one.pid, one.state);
      }
      return text;
    }
    std::this_thread::sleep_for(kPoll);
  }
}

}  // namespace

std::string new_process_name() {
  static std::atomic<int> count = 0;
  return std::format("t{}.{}", ::getpid(), ++count);
}

std::vector<SeenProcess> processes_named(const std::string& name) {
  std::vector<SeenProcess> found;
  for (const auto& process : std::filesystem::directory_iterator("/proc")) {
    const pid_t pid = std::atoi(process.path().filename().c_str());
    if (pid == 0) {
      continue;
    }
    const std::string stat = read_stat(process.path());  // "PID (NAME) STATE …"
    const std::size_t at = stat.find(" (" + name + ") ");
    if (at != std::string::npos) {
      found.push_back({pid, stat[at + name.size() + 4]});
    }
  }
  return found;
}

std::string processes_left(const std::string& name) {
  return await_none([&] { return processes_named(name); });
}

std::string zombies_left(const std::string& name) {
  return await_none([&] {
    auto found = processes_named(name);
    std::erase_if(found, [](const SeenProcess& one) { return one.state != 'Z'; });
    return found;
  });
}

}  // namespace lambda::emulator::testing
