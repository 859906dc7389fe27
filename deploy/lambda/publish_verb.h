// `deploy publish`: the next version of a function's layers, one for each architecture.
// Source: publish_layer.h.
#pragma once

#include <string>

#include "core/options/command_line.h"

namespace lambda::deploy {

/// The verb, of the program started as `program`. A line of standard output for each architecture,
/// the ARN of its version, and nothing else.
Verb publish_verb(const std::string& program);

}  // namespace lambda::deploy
