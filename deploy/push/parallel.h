// Several jobs at once, until all are done or one fails.
#pragma once

#include <expected>
#include <functional>
#include <vector>

#include "core/errors/error.h"

namespace lambda::deploy {

using Job = std::function<std::expected<void, Error>()>;

/// Runs `jobs` in their order on at most `threads_max` threads. After a failure no further job
/// begins; those under way should end soon. Error: the first failure.
std::expected<void, Error> run_parallel(const std::vector<Job>& jobs, std::size_t threads_max);

}  // namespace lambda::deploy
