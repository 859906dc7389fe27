// `deploy push`: the options of a push on the command line.
// Source: push.h.
#pragma once

#include <expected>
#include <string>
#include <vector>

#include "core/errors/error.h"
#include "core/options/command_line.h"
#include "deploy/push/push_options.h"

namespace lambda::deploy {

/// The options that say where and how to push; `deploy --from image` takes them too.
std::vector<OptionRule> push_option_rules();

/// What was given for them, and for those of aws_options(). Error: Usage.
std::expected<PushOptions, Error> push_options(const Arguments& arguments);

/// The verb, of the program started as `program`. It prints each image's URI by digest on standard
/// output, alone; all else on standard error.
Verb push_verb(const std::string& program);

}  // namespace lambda::deploy
