// What the emulator knows about the one function it hosts.
// Source: AWS Lambda Developer Guide, "Configuring Lambda function options".
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace lambda::emulator {

inline constexpr std::chrono::milliseconds kInitTimeout{10'000};
inline constexpr char kLayerRoot[] = "/opt";  // Where Lambda unpacks layers.

/// Set once, before the first invocation.
struct FunctionConfig {
  std::string name = "function";
  std::string version = "$LATEST";
  std::string handler;    // Becomes _HANDLER; may be empty.
  std::string bootstrap;  // Absolute path of the program to run.
  std::string task_root;  // Its working directory.
  std::string layer_root = kLayerRoot;  // What its layers hold.
  std::string region = "us-east-1";
  std::string account = "012345678912";
  std::chrono::milliseconds timeout{3'000};
  std::chrono::milliseconds init_timeout = kInitTimeout;
  std::uint64_t memory_mb = 128;
  std::vector<std::pair<std::string, std::string>> environment;  // The user's own variables.
};

}  // namespace lambda::emulator
