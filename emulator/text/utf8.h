// Finds where UTF-8 breaks. Source: RFC 3629, section 4.
#pragma once

#include <cstddef>
#include <string_view>

namespace lambda::emulator {

/// Length of the UTF-8 sequence that `text`, not empty, begins with; 0 when it is none.
std::size_t utf8_length(std::string_view text);

}  // namespace lambda::emulator
