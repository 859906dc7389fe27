// The verbs about functions and layers at AWS.
// Source: AWS Lambda API Reference, Invoke, for `invoke`; plan/ names the sources of the others.
#pragma once

#include "core/options/command_line.h"
#include "deploy/function/chosen_function.h"

namespace lambda::deploy {

/// `deploy deploy`: creates the function or changes it, whichever is needed. It prints the
/// function's ARN on standard output, alone; steps, version and URL on standard error.
Verb deploy_verb(const OwnFunction& own);

/// `deploy invoke`: calls the function at AWS once. The answer goes to standard output alone, the
/// tail of the log to standard error; a function error is an error of the verb.
Verb invoke_verb(const OwnFunction& own);

/// `deploy delete`: deletes the function, with its versions, aliases, URL and permissions. It asks
/// for no confirmation; --plan shows.
Verb delete_verb(const OwnFunction& own);

/// `deploy publish`: publishes the next version of the function's layers, one for each
/// architecture. It prints their ARNs on standard output, a line each; all else on standard error.
Verb publish_verb(const OwnFunction& own);

}  // namespace lambda::deploy
