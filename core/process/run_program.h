// Runs another program to its end: the user's `aws`, docker's credential helpers.
// Source: fork(2), execve(2), memfd_create(2), pidfd_open(2), prctl(2).
#pragma once

#include <chrono>
#include <cstddef>
#include <expected>
#include <map>
#include <string>
#include <vector>

#include "core/errors/error.h"

namespace lambda {

/// What to run. Nothing of `input` is ever on a command line or on a disk: it is a file in memory,
/// which the program may read as often as it likes under the name /dev/stdin.
struct Program {
  std::vector<std::string> words;                  // The first is looked up on PATH.
  std::map<std::string, std::string> environment;  // Added to our own, but a registry's password.
  std::string input;
  std::chrono::milliseconds limit = std::chrono::minutes(5);
};

/// Where the program may write an answer of its own, apart from standard output; a file in memory.
inline constexpr const char* kAnswerFile = "/dev/fd/3";

/// How it ended. Each text has at most kOutputBytesMax bytes.
struct ProgramEnd {
  int status = 0;      // 128 + N when signal N ended it.
  std::string output;  // Standard output.
  std::string errors;  // Standard error.
  std::string answer;  // What it wrote to kAnswerFile.
};

inline constexpr std::size_t kOutputBytesMax = 32u << 20;

/// The program ends with this one, also when this one is killed. It inherits no descriptor but its
/// input, its output and kAnswerFile's, and not LAMBDA_REGISTRY_PASSWORD. Thread-safe.
/// Error: Program.NotFound when PATH has none; Program.CannotStart, also when there is no memory
/// for its whole input; Program.TooSlow when it had to be killed at its limit; Program.TooMuch for
/// longer output; Program.Unreadable when that became shorter while it was read.
std::expected<ProgramEnd, Error> run_program(const Program& program);

}  // namespace lambda
