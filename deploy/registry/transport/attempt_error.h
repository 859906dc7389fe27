// An error of one attempt, and whether another one may succeed.
#pragma once

#include <cstdint>
#include <string>
#include <utility>

#include "core/errors/error.h"

namespace lambda::registry {

enum class Outlook : std::uint8_t {
  kPassing,  // The same request may succeed later, or on a new connection.
  kLasting,
};

struct AttemptError : Error {
  AttemptError(Outlook given, std::string error_type, std::string error_message)
      : Error{std::move(error_type), std::move(error_message)}, outlook(given) {}

  /// Of any other error: it lasts.
  AttemptError(Error error)  // NOLINT: implicit, so that it passes through a std::expected.
      : Error(std::move(error)), outlook(Outlook::kLasting) {}

  Outlook outlook;
};

}  // namespace lambda::registry
