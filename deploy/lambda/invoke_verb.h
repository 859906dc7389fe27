// `deploy invoke`: calls the function at AWS once. Source: AWS Lambda API Reference, Invoke.
#pragma once

#include <string>

#include "core/options/command_line.h"

namespace lambda::deploy {

/// The verb, of the program started as `program`. The answer goes to standard output alone, the
/// tail of the log to standard error; a function error is an error of the verb.
Verb invoke_verb(const std::string& program);

}  // namespace lambda::deploy
