// The options of `deploy`, and what they and the target say together. Source: deploy/README.md.
#pragma once

#include <expected>
#include <string>
#include <vector>

#include "core/errors/error.h"
#include "core/options/command_line.h"
#include "deploy/function/function_document.h"
#include "deploy/plan/desired_function.h"
#include "deploy/plan/environment_file.h"

namespace lambda::deploy {

/// --name, for every verb about a function, and what it says: else the target's name.
OptionRule name_option();

/// The function's name: that of --name, else that of the target which `program` belongs to.
/// Error: those of load_function.
std::expected<std::string, Error> function_name(const std::string& program,
                                                const Arguments& arguments);

/// The options that say what a function is to be.
std::vector<OptionRule> function_options();

/// The wish, all but its architecture, its kind and its code, which depend on what is there.
/// Error: Usage; Deploy.Environment; File.Unreadable. No message has a variable's value.
std::expected<DesiredFunction, Error> read_function_options(const FunctionDocument& document,
                                                            const Arguments& arguments,
                                                            const FindVariable& find);

}  // namespace lambda::deploy
