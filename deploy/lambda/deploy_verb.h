// `deploy deploy`: creates the function or changes it, whichever is needed.
#pragma once

#include "core/options/command_line.h"
#include "deploy/function/chosen_function.h"

namespace lambda::deploy {

/// The verb, for the function beside the program. It prints the function's ARN on standard output,
/// alone; steps, version and URL on standard error.
Verb deploy_verb(const OwnFunction& own);

}  // namespace lambda::deploy
