// The tests' own bootstrap as a function of the emulator.
#pragma once

#include <string>
#include <string_view>

#include "emulator/process/function_config.h"
#include "emulator/sandbox/invocation.h"

namespace lambda::emulator::testing {

/// Absolute path of a file among the test's data, by its path in the workspace.
std::string data_path(std::string_view path);

/// Runs testing/bootstrap as `handler`; see there. A timeout of 20 s, a memory of 1,024 MB.
FunctionConfig test_function(std::string_view handler);

/// An invocation of it, with new ids.
FunctionInvocation test_invocation(std::string payload);

}  // namespace lambda::emulator::testing
