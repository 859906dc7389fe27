// How much of an upload a registry has: the Range header of its answers.
// Source: OCI Distribution Specification 1.1, "Pushing a blob in chunks".
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace lambda::registry {

/// The number of bytes that `0-LAST` says were received: LAST + 1. "0-0" can mean none or one: it
/// is read as none, and one byte is sent again. Absent for any other text.
std::optional<std::uint64_t> parse_received(std::string_view range);

/// The Content-Range of `count` bytes from `offset` on; `count` is not 0.
std::string content_range(std::uint64_t offset, std::uint64_t count);

}  // namespace lambda::registry
