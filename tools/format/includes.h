// Which includes are angled: clang-format sorts them, but leaves quotes and angles as they are.
#pragma once

#include <string>
#include <string_view>

namespace lambda::format {

/// `text` with each quoted include of what we did not write in angles.
std::string with_angled_includes(std::string_view text);

}  // namespace lambda::format
