// The logins that a registry offers: the WWW-Authenticate header.
// Source: RFC 9110 section 11.6.1; RFC 6750 section 3; distribution's "Token Authentication
// Specification" (realm, service, scope).
#pragma once

#include <expected>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/errors/error.h"

namespace lambda::registry {

inline constexpr std::size_t kChallengeBytesMax = 8 * 1024;
inline constexpr std::size_t kChallengesMax = 16;
inline constexpr std::size_t kChallengeParametersMax = 32;

/// One way to log in. Owns its texts.
struct Challenge {
  std::string scheme;                             // Lower case: "basic", "bearer".
  std::map<std::string, std::string> parameters;  // Names in lower case.

  /// Empty when it is absent.
  std::string parameter(const std::string& name) const;
};

/// All ways that `header` offers, in its order.
/// Error: Registry.BadChallenge when it is too long or malformed.
std::expected<std::vector<Challenge>, Error> parse_challenges(std::string_view header);

}  // namespace lambda::registry
