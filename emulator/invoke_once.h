// Runs one invocation from the command line.
#pragma once

#include <expected>
#include <istream>
#include <string>

#include "core/errors/error.h"
#include "emulator/sandbox/environment_pool.h"
#include "emulator/stop_signals.h"

namespace lambda::emulator {

/// The event that --invoke names: `argument` itself, "@FILE", or "-" for `standard_input`.
/// `how` is what is typed before an event, for hints.
/// Error: Emulator.Event: unreadable, larger than Lambda takes, or malformed.
std::expected<std::string, Error> read_event(const std::string& argument,
                                             std::istream& standard_input, const std::string& how);

/// Writes the answer and a newline to standard output once the function has ended. Returns the exit
/// status: 0 on success, 1 after a function error, 128 + N when signal N stopped it.
int invoke_once(EnvironmentPool& pool, std::string event, StopSignals& signals);

}  // namespace lambda::emulator
