// The folders here are those of the third block of includes in .clang-format.
#include "tools/format/includes.h"

#include <regex>

namespace lambda::format {

std::string with_angled_includes(std::string_view text) {
  static const std::regex quoted(
      R"re((^|\n)(#include )"((?:gtest|gmock|Poco|openssl)/[^"\n]*)")re");
  return std::regex_replace(std::string(text), quoted, "$1$2<$3>");
}

}  // namespace lambda::format
