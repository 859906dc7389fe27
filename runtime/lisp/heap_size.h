// How much of a function's memory is Lisp's heap. No I/O.
// Source: AWS Lambda Developer Guide, "Configure Lambda function memory" (128 to 10,240 MB).
#pragma once

#include <algorithm>
#include <cstdint>

namespace lambda::lisp {

inline constexpr std::uint32_t kMemoryMibUnknown = 512;  // By hand, without Lambda's variables.
inline constexpr std::uint32_t kHeapMibMin = 96;         // A core alone takes some 40.

/// Three quarters: the rest is for the program itself, the event as it was received, C's heap and
/// the stacks. `memory_mib` 0: not known.
constexpr std::uint32_t heap_mib(std::uint32_t memory_mib) {
  const std::uint32_t memory = memory_mib == 0 ? kMemoryMibUnknown : memory_mib;
  return std::max(kHeapMibMin, memory - memory / 4);
}

}  // namespace lambda::lisp
