// Starts another program and waits for it: the user's `aws`, docker's credential helpers, the
// compilers of a build, the servers of a test.
// Source: fork(2), execve(2), pidfd_open(2), prctl(2), personality(2).
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstddef>
#include <expected>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/errors/error.h"
#include "core/files/unique_fd.h"

namespace lambda {

/// What to run. `input` is never on a command line or on a disk: it is a file in memory, which the
/// program may read as often as it likes under the name /dev/stdin.
struct Program {
  std::vector<std::string> words;                  // The first names the program.
  std::map<std::string, std::string> environment;  // Added to ours, or all there is: see below.
  std::string input;                               // Empty: /dev/null.
  std::chrono::milliseconds limit = std::chrono::minutes(5);  // Of run_program().

  std::filesystem::path file;         // Is executed; empty: the first word is looked up on PATH.
  bool inherits_environment = true;   // But for a registry's password, which is ours alone.
  std::filesystem::path folder;       // Empty: ours.
  std::filesystem::path output_file;  // Takes standard output at its end; empty: kept in memory.
  std::filesystem::path error_file;   // Takes standard error likewise; may be the same file.
  bool shares_outputs = false;        // Both go where ours go instead.
  bool has_answer_file = true;        // It may write to kAnswerFile.
  bool leads_group = false;           // Of processes: all of them are killed with it.
  bool has_fixed_addresses = false;   // No randomised address space, where that is permitted.
};

/// Where the program may write an answer of its own, apart from standard output; a file in memory.
inline constexpr const char* kAnswerFile = "/dev/fd/3";

inline constexpr std::chrono::milliseconds kNoLimit = std::chrono::milliseconds::max();
inline constexpr std::size_t kOutputBytesMax = 32u << 20;

/// A program that was started. It inherits no descriptor but those above, and it is killed when the
/// thread that started it ends, however that happens.
class RunningProgram {
 public:
  /// Error: Program.NotFound when PATH has none; Program.CannotStart, also when there is no memory
  /// for its whole input. A file that cannot be executed, and a folder that cannot be entered, are
  /// told by status 127 and a line on standard error.
  static std::expected<RunningProgram, Error> start(const Program& program);

  RunningProgram(RunningProgram&& other) noexcept;
  RunningProgram& operator=(RunningProgram&&) = delete;
  ~RunningProgram();  // Kills it when it still runs.

  pid_t id() const { return pid_; }
  /// The exit status, 128 + N when signal N ended it; absent when it still runs after `limit`.
  std::optional<int> wait(std::chrono::milliseconds limit);
  /// Sends `signal` to the program alone, unless it was seen to end.
  void send(int signal) const;

  /// What it has written so far; empty where that is not kept.
  /// Error: Program.TooMuch for more than kOutputBytesMax; Program.Unreadable when it becomes
  /// shorter while it is read.
  std::expected<std::string, Error> output() const { return text_of(output_); }
  std::expected<std::string, Error> errors() const { return text_of(errors_); }
  std::expected<std::string, Error> answer() const { return text_of(answer_); }

 private:
  RunningProgram() = default;
  std::expected<std::string, Error> text_of(const UniqueFd& file) const;

  std::string name_;
  pid_t pid_ = -1;
  bool leads_group_ = false;
  UniqueFd end_;  // A pidfd, readable once the program has ended.
  UniqueFd output_;
  UniqueFd errors_;
  UniqueFd answer_;
  std::optional<int> status_;
};

/// The variables that this program has.
std::map<std::string, std::string> own_environment();

/// The words of a command line as execve(2) wants them: pointers into `words`, then a null.
std::vector<char*> argument_pointers(std::vector<std::string>& words);

}  // namespace lambda
