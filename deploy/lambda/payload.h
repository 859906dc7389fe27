// The event of an invocation, as a user gives it. Source: AWS Lambda API Reference, Invoke;
// Developer Guide, "Lambda quotas".
#pragma once

#include <expected>
#include <istream>
#include <string>
#include <vector>

#include "core/errors/error.h"

namespace lambda::deploy {

/// The event that `operands` name: JSON itself, @FILE, or `-` for `input`; without one `{}`, like
/// the local `.invoke`.
/// Error: Usage for more than one; File.Unreadable; Invoke.TooLarge before anything is sent.
std::expected<std::string, Error> read_payload(const std::vector<std::string>& operands,
                                               bool is_async, std::istream& input);

}  // namespace lambda::deploy
