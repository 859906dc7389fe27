// Starts a Lambda emulator on a bootstrap: this project's, or AWS's own (the aws-sam-cli wheel's).
// Source: aws-lambda-runtime-interface-emulator's README; our entrypoint's `--help`.
#pragma once

#include <chrono>
#include <expected>
#include <filesystem>
#include <map>
#include <memory>
#include <string>

#include "core/errors/error.h"
#include "tests/peers/server.h"

namespace lambda::peers {

enum class Emulator {
  kOurs,  // The program that the environment variable ENTRYPOINT names.
  kAws,   // The program that the environment variable AWS_EMULATOR names.
};

struct EmulatorOptions {
  Emulator emulator = Emulator::kOurs;
  std::filesystem::path bootstrap;
  std::map<std::string, std::string> environment;  // The function's.
  std::chrono::seconds timeout{3};                 // The function's.
  std::string handler;                             // _HANDLER; empty: not set.
  std::filesystem::path task_root;                 // Empty: the emulator's own choice.
  int memory_mb = 0;                               // 0: the emulator's own choice.
};

/// An emulator that answers at its port. Errors are those of `Server::start`.
std::expected<std::unique_ptr<Server>, Error> start_emulator(const EmulatorOptions& options);

}  // namespace lambda::peers
