// How far an upload has come, as registries say it: the Range header of an upload's answer.
// Source: OCI Distribution Specification 1.1, "Pushing a blob in chunks".
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace lambda::registry {

/// How many bytes `0-LAST` says have been received: LAST + 1. "0-0" says none, as well as one: it
/// is taken as none, and one byte is sent again. None for any other text.
std::optional<std::uint64_t> parse_received(std::string_view range);

/// The Content-Range of `count` bytes from `offset` on; `count` is not 0.
std::string content_range(std::uint64_t offset, std::uint64_t count);

}  // namespace lambda::registry
