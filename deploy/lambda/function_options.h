// The options of `deploy`, and what they and the target together ask for.
#pragma once

#include <expected>
#include <vector>

#include "core/errors/error.h"
#include "core/options/command_line.h"
#include "deploy/plan/desired_function.h"
#include "deploy/plan/environment_file.h"
#include "images/tools/function/function_document.h"

namespace lambda::deploy {

/// The options that configure a function.
std::vector<OptionRule> function_options();

/// What is desired, except the architecture and the code, which depend on what is found.
/// Error: Usage; Deploy.Environment; File.Unreadable. No message contains a variable's value.
std::expected<DesiredFunction, Error> read_function_options(
    const images::FunctionDocument& document, const Arguments& arguments, const FindVariable& find);

}  // namespace lambda::deploy
