// In Lambda itself the entrypoint becomes the function's program.
// Source: AWS Lambda Developer Guide, "Building a custom runtime".
#pragma once

#include <string>

namespace lambda::emulator {

inline constexpr int kExitNoBootstrap = 127;

/// Replaces this process. Returns only on failure, with the exit status, after reporting why on
/// standard error and to the Runtime API at `runtime_api`, "host:port".
/// `handler`, unless empty, becomes _HANDLER.
int become_bootstrap(const std::string& handler, const std::string& runtime_api);

}  // namespace lambda::emulator
