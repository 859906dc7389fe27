// Variables from a file or from our own environment, which keeps their values off the command line.
// Source: docker's command line reference, `docker run --env` and `--env-file`.
#pragma once

#include <expected>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/errors/error.h"
#include "deploy/plan/environment.h"

namespace lambda::deploy {

using FindVariable = std::function<std::optional<std::string>(const std::string&)>;

/// Lines NAME=VALUE, where everything behind the first `=` is the value; or NAME alone, whose value
/// `find` gives. Empty lines and lines that begin with `#` are ignored.
/// Error: Deploy.Environment, naming the line's number or the name, never a value.
std::expected<Variables, Error> parse_environment_file(std::string_view text,
                                                       const FindVariable& find);

/// One word NAME=VALUE or NAME. Error: Deploy.Environment.
std::expected<std::pair<std::string, std::string>, Error> parse_variable(std::string_view word,
                                                                         const FindVariable& find);

}  // namespace lambda::deploy
