// The options of the emulator: name, value, what it does, and how it is read.
#pragma once

#include <expected>
#include <span>
#include <string>
#include <string_view>

#include "core/errors/error.h"
#include "emulator/option_values.h"

namespace lambda::emulator {

/// One option. `read` stores the value, or says what is wrong with it.
struct OptionRule {
  std::string_view name;         // "--timeout"
  std::string_view placeholder;  // "SECONDS"
  std::string_view help;         // Lines separated by '\n'.
  std::expected<void, Error> (*read)(Options& options, std::string_view value);
};

/// What a role's credentials are in; the last may be absent.
inline constexpr std::string_view kRoleCredentials[] = {
    "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"};

/// In the order in which --help shows them.
std::span<const OptionRule> option_rules();

/// Of type Emulator.Usage.
std::unexpected<Error> usage_error(std::string message);

}  // namespace lambda::emulator
