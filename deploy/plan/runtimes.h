// Lambda's OS-only runtimes, those that run a bootstrap from a zip, and the day each one ends.
// Source: AWS Lambda Developer Guide, "When to use Lambda's OS-only runtimes", as of 2026-11; for
// `provided`, the announcement of the end of Amazon Linux 1.
#pragma once

#include <chrono>
#include <expected>
#include <string>

#include "core/errors/error.h"

namespace lambda::deploy {

inline constexpr const char* kNewestRuntime = "provided.al2023";

/// Error: Deploy.Runtime when `runtime` is unknown, or deprecated on `today`; with what to type
/// instead, and how to use it nevertheless: AWS moves dates and adds runtimes after this program
/// was built.
std::expected<void, Error> check_runtime(const std::string& runtime,
                                         std::chrono::year_month_day today);

}  // namespace lambda::deploy
