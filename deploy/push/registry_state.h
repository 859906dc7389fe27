// Asks a repository which parts of a push it has already, and changes nothing.
// Source: OCI Distribution Specification 1.1, "Checking if content exists".
#pragma once

#include <chrono>
#include <cstddef>
#include <expected>

#include "core/errors/error.h"
#include "deploy/plan/push_plan.h"
#include "deploy/registry/repository.h"

namespace lambda::deploy {

/// How many requests are under way at once, blobs too. More cost handshakes, and gain nothing on
/// any link. Measured: tests/bench/push.cpp; to a registry on this machine 2 blobs at once take
/// 1.1 times as long as crane, 4 take 0.96 to 1.1, 10 take 0.9 to 1.0.
inline constexpr std::size_t kRequestsAtOnce = 10;

/// How long the questions about blobs wait for the answers about manifests, which save them.
inline constexpr std::chrono::milliseconds kNear{10};

/// Asks about every manifest and tag, and about the blobs of manifests that are missing.
/// Error: the repository's.
std::expected<FoundInRepository, Error> read_registry(registry::Repository& repository,
                                                      const DesiredPush& push);

}  // namespace lambda::deploy
