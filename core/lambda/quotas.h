// Lambda's quotas and its own variables, each once: those that rules of Bazel refuse by too are in
// quotas.bzl, and come here by a header made of it.
// Source: AWS Lambda Developer Guide, "Lambda quotas", November 2026; botocore's service model:
// Alias.
#pragma once

#include <cstddef>
#include <cstdint>

#include "core/lambda/shared_quotas.h"

namespace lambda::quotas {

/// Characters.
inline constexpr std::size_t kAliasNameMax = 128;
inline constexpr std::size_t kRoleNameMax = 64;
inline constexpr std::size_t kClientContextBytesMax = 3'583;  // In base64.

inline constexpr std::size_t kAttachedLayersMax = 5;
inline constexpr std::uint64_t kZipBytesMax = 50u << 20;         // Of a direct upload.
inline constexpr std::size_t kPayloadBytesMax = 6'291'456;       // Of a call that waits.
inline constexpr std::size_t kAsyncPayloadBytesMax = 1'048'576;  // Of one that does not.

}  // namespace lambda::quotas
