// Line by line; a line that only one of the two has is told as missing or as one too many.
#include "tools/format/difference.h"

#include <algorithm>
#include <cstddef>

namespace lambda::format {
namespace {

std::string_view take_line(std::string_view& text) {
  const std::size_t end = std::min(text.find('\n'), text.size());
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return line;
}

std::string quoted(std::string_view line) { return "`" + std::string(line) + "`"; }

}  // namespace

std::optional<std::string> first_difference(const std::string& path, std::string_view is,
                                            std::string_view shall) {
  if (is == shall) {
    return std::nullopt;
  }
  for (std::size_t line = 1;; ++line) {
    const std::string place = path + ":" + std::to_string(line) + ": ";
    if (is.empty() && shall.empty()) {
      return place + "the last line has no end";
    }
    if (is.empty()) {
      return place + "missing here: " + quoted(take_line(shall));
    }
    if (shall.empty()) {
      return place + "one line too many: " + quoted(take_line(is));
    }
    const std::string_view here = take_line(is);
    const std::string_view there = take_line(shall);
    if (here != there) {
      return place + quoted(here) + " should be " + quoted(there);
    }
  }
}

}  // namespace lambda::format
