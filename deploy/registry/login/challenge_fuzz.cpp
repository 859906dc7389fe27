// Any bytes as WWW-Authenticate: what is read keeps its bounds.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "deploy/registry/login/challenge.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace lambda::registry;
  const auto found = parse_challenges({reinterpret_cast<const char*>(bytes), size});
  if (!found) {
    return 0;
  }
  if (found->size() > kChallengesMax) {
    std::abort();
  }
  for (const Challenge& challenge : *found) {
    if (challenge.scheme.empty() || challenge.parameters.size() > kChallengeParametersMax) {
      std::abort();
    }
  }
  return 0;
}
