// `deploy invoke`: calls the function at AWS once. Source: AWS Lambda API Reference, Invoke.
#pragma once

#include "core/options/command_line.h"
#include "deploy/function/chosen_function.h"

namespace lambda::deploy {

/// The verb, for the function beside the program. The answer goes to standard output alone, the
/// tail of the log to standard error; a function error is an error of the verb.
Verb invoke_verb(const OwnFunction& own);

}  // namespace lambda::deploy
