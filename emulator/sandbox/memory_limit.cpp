// Holds a function to the memory that it has, as far as can be seen from outside.
#include "emulator/sandbox/memory_limit.h"

#include <bit>
#include <format>

namespace lambda::emulator {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kInterval{50};

std::string remedy(std::uint64_t used_mb) {
  return std::format("Give it more: memory = {0} in its rule, or --memory {0}.",
                     std::bit_ceil(used_mb + 1));
}

}  // namespace

void MemoryLimit::begin_invocation() { next_check_ = Clock::now() + kInterval; }

void MemoryLimit::begin_process() {
  begin_invocation();
  is_past_excess_told_ = false;
  is_emulated_.reset();
}

bool MemoryLimit::is_emulated(const FunctionProcess& process) {
  if (!is_emulated_) {
    is_emulated_ = process.is_emulated();
  }
  return *is_emulated_;
}

std::optional<std::uint64_t> MemoryLimit::excess_mb(const FunctionProcess& process) {
  const Time now = Clock::now();
  if (now < next_check_) {
    return std::nullopt;
  }
  next_check_ = now + kInterval;
  const std::uint64_t used = megabytes(process.memory_use().own);
  if (used <= memory_mb_ || is_emulated(process)) {
    return std::nullopt;
  }
  return used;
}

std::optional<std::uint64_t> MemoryLimit::past_excess_mb(const FunctionProcess& process,
                                                         const MemoryUse& use) {
  if (is_past_excess_told_) {
    return std::nullopt;
  }
  const std::uint64_t used = use.peak > use.file ? megabytes(use.peak - use.file) : 0;
  if (used <= memory_mb_ || is_emulated(process)) {
    return std::nullopt;
  }
  is_past_excess_told_ = true;
  return used;
}

std::string out_of_memory_line(std::uint64_t used_mb, std::uint64_t memory_mb) {
  return std::format(
      "The function used {} MB of memory and has {} MB: it was ended, as Lambda does. {}\n",
      used_mb, memory_mb, remedy(used_mb));
}

std::string memory_warning_line(std::uint64_t used_mb, std::uint64_t memory_mb) {
  return std::format(
      "WARNING: for a moment the function used {} MB of memory, but it has {} MB: Lambda would "
      "have ended it. {}\n",
      used_mb, memory_mb, remedy(used_mb));
}

}  // namespace lambda::emulator
