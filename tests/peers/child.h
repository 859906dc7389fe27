// Starts a real program and waits for it: the one file of the tests that forks.
// Source: fork(2), execve(2), pidfd_open(2), memfd_create(2), prctl(2).
#pragma once

#include <sys/types.h>

#include <chrono>
#include <expected>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/errors/error.h"

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

/// A program that was started; its output is kept in memory. Ends with the thread that started it.
class Child {
 public:
  /// Error: Peers.NotInstalled or Peers.CannotStart.
  static std::expected<Child, Error> start(const Command& command);

  Child(Child&& other) noexcept;
  Child& operator=(Child&&) = delete;
  ~Child();  // Kills it and its process group when it still runs.

  pid_t id() const { return pid_; }

  /// The exit status, 128 + N when signal N ended it; absent when it still runs after `limit`.
  std::optional<int> wait(std::chrono::milliseconds limit);

  /// Sends `signal` to the program alone.
  void send(int signal) const;

  /// What it has written so far.
  std::string standard_output() const;
  std::string standard_error() const;

 private:
  Child(pid_t pid, int pid_file, int output, int errors);

  pid_t pid_;
  int pid_file_;
  int output_;
  int errors_;
  std::optional<int> status_;
};

}  // namespace lambda::peers
