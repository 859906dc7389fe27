// What `bazel run X.invoke` and `X.serve` start: the entry point program on the function's files,
// for the processor of this machine.
#pragma once

#include <expected>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/errors/error.h"
#include "images/tools/function/function_document.h"

namespace lambda::images {

/// Error: Launch.Malformed when the document is for another verb, or names no program for one of
/// its architectures.
std::expected<void, Error> check_launch(const FunctionDocument& function);

/// What was built for `machine`, as uname(2) names it: "x86_64" or "aarch64"; otherwise the first
/// whose entry point this machine runs through an emulator of processors, as `runs` finds out.
/// Error: Launch.WrongMachine when there is none.
std::expected<FunctionArchitecture, Error> choose_target(
    const FunctionDocument& function, std::string_view machine,
    const std::function<bool(const FunctionArchitecture&)>& runs);

/// The command to execute; its first word is the program. `words` are the user's: options for the
/// entry point, and for invoke at most one event.
/// Error: Usage, when more than one event was given.
std::expected<std::vector<std::string>, Error> launch_command(
    const FunctionDocument& function, const FunctionArchitecture& target,
    const std::vector<std::string>& words);

/// What `-- --help` prints.
std::string launch_help(const FunctionDocument& function);

}  // namespace lambda::images
