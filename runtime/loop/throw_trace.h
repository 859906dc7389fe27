// Where an exception was thrown: the return addresses, taken before the stack unwinds.
// Source: Itanium C++ ABI, "Exception Handling", level I: unwinding first searches the stack, frame
// by frame, through each frame's personality routine, while the stack still stands.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace lambda::loop {

/// Return addresses of one throw, innermost first.
struct ThrowTrace {
  std::array<std::uintptr_t, 48> addresses;
  std::size_t count = 0;
};

/// Calls `function(argument)`. An exception that leaves it passes through, and `trace` says where
/// it was thrown; until then it costs nothing.
void call_traced(void (*function)(void*), void* argument, ThrowTrace& trace);

/// One line for each address, as in a crash report: `file+0x…` from where the file was loaded, the
/// program being `bootstrap`. After them `build-id …` where the program has one.
std::vector<std::string> format_trace(const ThrowTrace& trace);

}  // namespace lambda::loop
