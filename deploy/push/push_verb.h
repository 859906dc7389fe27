// `deploy push`: pushes the function's image, and the options that say where and how.
#pragma once

#include <expected>
#include <vector>

#include "core/errors/error.h"
#include "core/options/command_line.h"
#include "deploy/function/chosen_function.h"
#include "deploy/push/push_options.h"

namespace lambda::deploy {

/// The options that say where and how to push; `deploy --from image` takes them too.
std::vector<OptionRule> push_option_rules();

/// Whether --repository must be given: `deploy` has a default for it.
enum class RepositoryOption { kRequired, kOptional };

/// The values of those options, and of aws_options(). Error: Usage.
std::expected<PushOptions, Error> push_options(
    const Arguments& arguments, RepositoryOption repository = RepositoryOption::kRequired);

/// The verb, for the function beside the program. It prints each image's URI by digest on standard
/// output, alone; all else on standard error.
Verb push_verb(const OwnFunction& own);

}  // namespace lambda::deploy
