// Turns a caught exception of any type into an error that can be reported.
#pragma once

#include "runtime/errors/function_error.h"

namespace lambda::loop {

/// Call it within a catch block. `type` is the exception's type as its source names it, the same
/// with every standard library; `message` its own text; `stack` one line for each exception nested
/// in it. A thrown FunctionError is taken as it is.
FunctionError describe_current_exception();

}  // namespace lambda::loop
