// The command line of the emulator, and the environment variables that stand for parts of it.
#pragma once

#include <expected>
#include <functional>
#include <optional>
#include <span>
#include <string>

#include "core/errors/error.h"
#include "emulator/option_table.h"

namespace lambda::emulator {

/// Value of an environment variable; absent when it is not set.
using Lookup = std::function<std::optional<std::string>(const std::string& name)>;

/// `arguments` without the program's name. Error: Emulator.Usage, saying what to type instead.
std::expected<Options, Error> parse_options(std::span<const std::string> arguments,
                                            const Lookup& variable);

/// What --help prints.
std::string help_text();

}  // namespace lambda::emulator
