// The whole life of the process, behind lambda::run().
#pragma once

#include "runtime/loop/handler.h"

namespace lambda::loop {

/// Reads the environment, makes the handler, serves. Result: the process's exit status, never 0.
int run(const Initializer& initializer);

}  // namespace lambda::loop
