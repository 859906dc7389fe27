// Lambda's OS-only runtimes, those that run a bootstrap from a zip, and the day each one ends.
// Source: AWS Lambda Developer Guide, "When to use Lambda's OS-only runtimes", as of 2026-11; for
// `provided`, the announcement of the end of Amazon Linux 1.
#pragma once

#include <chrono>
#include <expected>
#include <string>

#include "runtime/errors/error.h"

namespace lambda::deploy {

inline constexpr const char* kNewestRuntime = "provided.al2023";

/// Error: Deploy.Runtime when `runtime` runs no bootstrap, or is past its end on `today`.
std::expected<void, Error> check_runtime(const std::string& runtime,
                                         std::chrono::year_month_day today);

}  // namespace lambda::deploy
