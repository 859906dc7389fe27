// The configuration of the one function that the emulator hosts.
// Source: AWS Lambda Developer Guide, "Configuring Lambda function options".
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace lambda::emulator {

inline constexpr std::chrono::milliseconds kInitTimeout{10'000};
// Lambda does not tell after how long it ends an environment without work; minutes, as is seen.
inline constexpr std::chrono::minutes kIdleMax{10};
inline constexpr char kLayerRoot[] = "/opt";  // Where Lambda unpacks layers.

/// Set once, before the first invocation.
struct FunctionConfig {
  std::string name = "function";
  std::string version = "$LATEST";
  std::string handler;                  // Becomes _HANDLER; may be empty.
  std::string bootstrap;                // Absolute path of the program to run.
  std::string task_root;                // Its working directory.
  std::string layer_root = kLayerRoot;  // What its layers hold.
  std::string region = "us-east-1";
  std::string account = "012345678912";
  std::chrono::milliseconds timeout{3'000};
  std::chrono::milliseconds init_timeout = kInitTimeout;
  std::chrono::milliseconds idle_max = kIdleMax;  // Then a process without work is ended.
  std::uint64_t memory_mb = 128;
  bool is_image = false;  // Laid out as in an image; else as in a zip.
  std::vector<std::pair<std::string, std::string>> environment;  // The user's own variables.
  std::vector<std::pair<std::string, std::string>> credentials;  // Variables too; often none.
};

}  // namespace lambda::emulator
