// `deploy publish`: the next version of a function's layers, one for each architecture.
#pragma once

#include "core/options/command_line.h"
#include "deploy/function/chosen_function.h"

namespace lambda::deploy {

/// The verb, for the function beside the program. It prints the ARN of each architecture's version
/// on standard output, a line each; all else on standard error.
Verb publish_verb(const OwnFunction& own);

}  // namespace lambda::deploy
