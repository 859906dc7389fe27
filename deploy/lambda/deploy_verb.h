// `deploy deploy`: creates the function or changes it, whichever is needed.
// Source: deploy/README.md.
#pragma once

#include <string>

#include "core/options/command_line.h"

namespace lambda::deploy {

/// The verb, of the program started as `program`. It prints the function's ARN on standard output,
/// alone; steps, version and URL on standard error.
Verb deploy_verb(const std::string& program);

}  // namespace lambda::deploy
