// What the tests' functions do, each under the name that _HANDLER gives.
#pragma once

#include "emulator/testing/runtime_client.h"

namespace lambda::emulator::testing {

/// Functions that keep the rules.
Behaviours honest_behaviours();
/// Functions that have processes of their own, or want memory.
Behaviours greedy_behaviours();
/// Functions that break the rules outside of an invocation.
Behaviours behaviours_that_break_outside();
/// Functions that break the rules, or stretch them, at the event "bad".
Behaviours behaviours_that_break_inside();

}  // namespace lambda::emulator::testing
