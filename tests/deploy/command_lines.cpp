// A process that lives shorter than a look takes may be missed; `aws` itself is written down by
// recording_aws.
#include "tests/deploy/command_lines.h"

#include <algorithm>
#include <chrono>
#include <filesystem>

#include "tests/peers/runfile.h"

namespace lambda::deploy_test {
namespace {

constexpr std::chrono::milliseconds kPause{10};

}  // namespace

CommandLines::CommandLines() : thread_([this] { look(); }) {}

CommandLines::~CommandLines() { stop(); }

std::set<std::string> CommandLines::stop() {
  is_stopped_ = true;
  if (thread_.joinable()) {
    thread_.join();
  }
  return seen_;
}

void CommandLines::look() {
  while (!is_stopped_) {
    std::error_code ignored;  // A process may end while it is looked at.
    for (const auto& entry : std::filesystem::directory_iterator("/proc", ignored)) {
      const std::string name = entry.path().filename();
      if (!std::ranges::all_of(name, [](char c) { return c >= '0' && c <= '9'; })) {
        continue;
      }
      std::string line = peers::read_file(entry.path() / "cmdline");
      std::ranges::replace(line, '\0', ' ');
      if (!line.empty()) {
        seen_.insert(std::move(line));
      }
    }
    std::this_thread::sleep_for(kPause);
  }
}

}  // namespace lambda::deploy_test
