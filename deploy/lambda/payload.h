// The event of an invocation, as a user gives it. Source: AWS Lambda API Reference, Invoke;
// Developer Guide, "Lambda quotas".
#pragma once

#include <cstddef>
#include <expected>
#include <istream>
#include <string>
#include <vector>

#include "runtime/errors/error.h"

namespace lambda::deploy {

inline constexpr std::size_t kPayloadBytesMax = 6'291'456;       // Of a call that waits.
inline constexpr std::size_t kAsyncPayloadBytesMax = 1'048'576;  // Of one that does not.

/// The event that `operands` name: JSON as it is, @FILE, `-` for `input`; `{}` for none, as the
/// local `.invoke` has it.
/// Error: Usage for more than one; File.Unreadable; Invoke.TooLarge before anything is sent.
std::expected<std::string, Error> read_payload(const std::vector<std::string>& operands,
                                               bool is_async, std::istream& input);

}  // namespace lambda::deploy
