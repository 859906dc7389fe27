// Finds in a log or an error document what a crash report says of its stack.
// Source: runtime/loop/throw_trace.h and runtime/crash, which write it: `bootstrap+0x1a2b` for an
// address, counted from where the program is loaded, and `build-id` with 40 hexadecimal digits.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace lambda::images {

/// The addresses in one line of text, in order. At most 1,000.
std::vector<std::uint64_t> addresses_in(std::string_view line);

/// The build id that the line names; empty where it names none.
std::string build_id_in(std::string_view line);

}  // namespace lambda::images
