// The parts are counted by colons.
#include "deploy/plan/arn.h"

namespace lambda::deploy {

std::string arn_part(std::string_view arn, ArnPart part) {
  if (!arn.starts_with("arn:")) {
    return "";
  }
  for (int i = 0; i < static_cast<int>(part); ++i) {
    const std::size_t colon = arn.find(':');
    if (colon == arn.npos) {
      return "";
    }
    arn.remove_prefix(colon + 1);
  }
  const std::size_t end = arn.find(':');
  return end == arn.npos ? "" : std::string(arn.substr(0, end));
}

}  // namespace lambda::deploy
