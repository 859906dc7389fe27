// The entrypoint program as a person starts it, in a folder of its own, for tests.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

namespace lambda::emulator::testing {

std::string read_file(const std::filesystem::path& path);

bool has(const std::string& text, std::string_view part);

/// What it left when it ended.
struct Ended {
  int status = -1;  // 128 and the signal when it was killed.
  std::string out;
  std::string err;
};

/// A test of the entrypoint with the tests' bootstrap. Files "in", "out" and "err" of its folder
/// are the program's standard ones.
class StartedEntrypoint : public ::testing::Test {
 protected:
  StartedEntrypoint();
  ~StartedEntrypoint() override;

  /// `variables`: "NAME=value", added to ours. `prepare` runs in the child before the program.
  pid_t start(
      std::vector<std::string> arguments, std::vector<std::string> variables = {},
      const std::function<void()>& prepare = [] {});
  Ended wait(pid_t pid);
  Ended run(std::vector<std::string> arguments, std::vector<std::string> variables = {});
  Ended invoke(std::string event, std::string handler = "echo");
  /// The port that a started emulator wrote.
  std::uint16_t await_port();
  std::vector<std::string> serve_arguments(std::string handler);

  std::filesystem::path folder_;
  std::string program_;
  std::string bootstrap_;
};

/// A POST of `event`, whole.
std::string invoke_request(std::string_view event);

}  // namespace lambda::emulator::testing
