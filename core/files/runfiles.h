// Finds the runfiles that Bazel puts beside a program.
// Source: Bazel documentation, "Runfiles": PROGRAM.runfiles, RUNFILES_DIR, TEST_SRCDIR.
#pragma once

#include <expected>
#include <functional>
#include <optional>
#include <string>

#include "core/errors/error.h"

namespace lambda {

/// The absolute path of the runfiles folder of the program started as `program` (its argv[0]):
/// beside it, else where the environment says. `variable` looks up an environment variable. Error:
/// Launch.NoRunfiles.
std::expected<std::string, Error> find_runfiles(
    const std::string& program,
    const std::function<std::optional<std::string>(const std::string&)>& variable);

}  // namespace lambda
