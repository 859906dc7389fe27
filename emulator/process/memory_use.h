// How much memory a process uses, as the kernel reports it.
// Source: Linux proc(5), /proc/PID/status.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string_view>

namespace lambda::emulator {

/// All in kB. Zero where the kernel reports nothing, as for a process that has ended.
struct MemoryUse {
  std::uint64_t peak = 0;  // The most that was resident so far, pages of files included.
  std::uint64_t file = 0;  // Resident pages of files: the kernel can drop them.
  std::uint64_t own = 0;   // What it cannot drop: the process's own pages, and shared memory.
};

/// Rounded up.
constexpr std::uint64_t megabytes(std::uint64_t kb) { return (kb + 1023) / 1024; }

MemoryUse parse_memory_use(std::string_view status);

MemoryUse memory_use_of(pid_t process);

}  // namespace lambda::emulator
