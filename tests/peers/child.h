// Starts a real program of this machine and waits for it.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <expected>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/errors/error.h"
#include "core/process/running_program.h"

namespace lambda::peers {

/// What to start. The program is looked up as a shell would, in the folders a Debian root has.
struct Command {
  std::vector<std::string> arguments;              // The first is the program.
  std::map<std::string, std::string> environment;  // Added to the test's own; PATH is always set.
  std::filesystem::path folder;                    // Empty: where the test runs.
  std::string input;                               // Standard input, whole.
};

/// The file that `program` names: a path with a slash as it is, else the first of the known
/// folders. Error: Peers.NotInstalled, naming what would install it.
std::expected<std::filesystem::path, Error> find_program(const std::string& program);

/// A program that was started; its output is kept in memory. Ends with the thread that started it,
/// and is killed with its process group when the object dies.
class Child {
 public:
  /// Error: Peers.NotInstalled or Peers.CannotStart.
  static std::expected<Child, Error> start(const Command& command);

  pid_t id() const { return running_.id(); }

  /// The exit status, 128 + N when signal N ended it; absent when it still runs after `limit`.
  std::optional<int> wait(std::chrono::milliseconds limit) { return running_.wait(limit); }

  /// Sends `signal` to the program alone.
  void send(int signal) const { running_.send(signal); }

  /// What it has written so far.
  std::string standard_output() const;
  std::string standard_error() const;

 private:
  explicit Child(RunningProgram running) : running_(std::move(running)) {}

  RunningProgram running_;
};

}  // namespace lambda::peers
