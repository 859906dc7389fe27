// The functions on a stack, found along the frame pointers. Every function here is
// async-signal-safe; the stack may be corrupt.
// Source: the procedure call standards of x86-64 and arm64: a frame pointer points to the caller's,
// and the return address stands behind it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "runtime/crash/program.h"

namespace lambda::crash {

/// Innermost first. Each is the offset of an instruction within the program: the one that failed,
/// then those that called.
struct Stack {
  static constexpr std::size_t kFramesMax = 48;
  static constexpr std::uintptr_t kOutside = 0;  // One or more frames of other code than ours.

  std::array<std::uintptr_t, kFramesMax> offsets;
  std::size_t count = 0;
};

/// Where a signal interrupted its thread. `context`: what the kernel hands to a handler.
Stack stack_of_signal(const Program& program, const void* context);

/// Of the function that calls this one.
Stack stack_of_caller(const Program& program);

}  // namespace lambda::crash
