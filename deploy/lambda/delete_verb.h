// `deploy delete`: deletes the function, with its versions, aliases, URL and permissions.
#pragma once

#include "core/options/command_line.h"
#include "deploy/function/chosen_function.h"

namespace lambda::deploy {

/// The verb, for the function beside the program. It asks for no confirmation; --plan shows.
Verb delete_verb(const OwnFunction& own);

}  // namespace lambda::deploy
