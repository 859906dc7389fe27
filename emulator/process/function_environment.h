// The environment variables a function's process starts with.
// Source: AWS Lambda Developer Guide, "Defined runtime environment variables".
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "emulator/process/function_config.h"

namespace lambda::emulator {

/// Whether Lambda refuses a user's variable of that name because it sets it itself.
bool is_reserved_variable(std::string_view name);

/// Whether Lambda takes a user's variable of that name: a letter, then letters, digits and '_', two
/// at least in all.
bool is_variable_name(std::string_view name);

/// "NAME=value" strings for execve(). Later ones win over earlier ones, each name is there once:
/// Lambda's defaults; for an image `inherited`, which there are the image's, but for names that
/// begin with '_'; the user's own; the reserved ones. `runtime_api` is "host:port", `log_stream`
/// the name of this process's log.
std::vector<std::string> function_environment(const FunctionConfig& config,
                                              const std::vector<std::string>& inherited,
                                              std::string_view runtime_api,
                                              std::string_view log_stream);

}  // namespace lambda::emulator
