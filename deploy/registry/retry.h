// When to retry, and how long to wait before: exponential back-off with jitter, bounded.
// Source: RFC 9110 section 10.2.3 (Retry-After) and 15 (which statuses are temporary); AWS
// Architecture Blog, "Exponential Backoff And Jitter".
#pragma once

#include <chrono>
#include <cstdint>
#include <expected>
#include <functional>
#include <optional>
#include <string_view>

#include "core/errors/error.h"
#include "deploy/registry/transport/attempt_error.h"

namespace lambda::registry {

using Milliseconds = std::chrono::milliseconds;

/// The bounds. A registry that asks for a longer wait than `asked_wait_max` is not waited for.
struct AttemptPolicy {
  int attempts_max = 6;
  Milliseconds first_wait{250};
  Milliseconds wait_max{10'000};
  Milliseconds asked_wait_max{60'000};
};

/// How an attempt failed.
struct Fault {
  AttemptError error;
  std::optional<Milliseconds> asked_wait;  // Retry-After, if the registry sent it.
};

/// Waits. It may return early when waiting has become pointless.
using Pause = std::function<void(Milliseconds)>;

/// Sleeps.
void sleep_for(Milliseconds time);

/// Counts the attempts at one thing. An object serves one thread at a time.
class Retry {
 public:
  /// `pause` must outlive the object.
  Retry(const AttemptPolicy& policy, const Pause& pause) : policy_(policy), pause_(pause) {}

  /// Waits and returns nothing when another attempt is to be made; otherwise the error to give up
  /// with, which says how often it was tried.
  std::optional<Error> give_up(Fault fault);

  int attempts() const { return attempts_; }

 private:
  AttemptPolicy policy_;
  const Pause& pause_;
  int attempts_ = 0;
};

/// The wait before attempt `attempt` + 1, `random` from 0 to 1: between half and all of the bound
/// that doubles each time.
Milliseconds back_off(const AttemptPolicy& policy, int attempt, double random);

/// Whether the same request may succeed later.
bool is_passing(int status);

/// Reads Retry-After, seconds or a date, as a wait from `now` on.
std::optional<Milliseconds> parse_retry_after(std::string_view text,
                                              std::chrono::system_clock::time_point now);

}  // namespace lambda::registry
