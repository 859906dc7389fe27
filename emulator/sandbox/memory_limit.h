// Enforces a function's memory size, as far as it can be observed from outside.
// Source: AWS Lambda Developer Guide, "Configure Lambda function memory".
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "emulator/process/function_process.h"

namespace lambda::emulator {

/// Polls, since control groups need privileges and RLIMIT_AS counts address space that is not used.
/// Counts what the kernel cannot reclaim from the function's own process: neither file pages nor
/// its descendants. A process on an emulated processor is not limited.
class MemoryLimit {
 public:
  explicit MemoryLimit(std::uint64_t memory_mb) : memory_mb_(memory_mb) {}

  /// Another process is looked at from now on.
  void begin_process();
  /// An invocation begins. One that is over before the first look costs nothing.
  void begin_invocation();

  using Time = std::chrono::steady_clock::time_point;
  Time next_check() const { return next_check_; }

  /// The megabytes that the process uses now, when the time to look has come and they are more
  /// than it may.
  std::optional<std::uint64_t> excess_mb(const FunctionProcess& process);
  /// The megabytes that it used at some time so far, when they were more than it may. Absent when
  /// that was said before.
  /// `use` is what the process uses now.
  std::optional<std::uint64_t> past_excess_mb(const FunctionProcess& process, const MemoryUse& use);

 private:
  bool is_emulated(const FunctionProcess& process);

  std::uint64_t memory_mb_;
  Time next_check_{};
  bool is_past_excess_told_ = false;
  std::optional<bool> is_emulated_;
};

/// What the log says when a process was ended, and when it should have been.
std::string out_of_memory_line(std::uint64_t used_mb, std::uint64_t memory_mb);
std::string memory_warning_line(std::uint64_t used_mb, std::uint64_t memory_mb);

}  // namespace lambda::emulator
