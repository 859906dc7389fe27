// How the loop calls a handler whose type it does not know: an object and a function, no
// allocation.
#pragma once

#include <string_view>

#include "runtime/context/context.h"
#include "runtime/loop/outcome.h"

namespace lambda::loop {

/// Borrows the object. The call may throw whatever the user's code throws.
struct HandlerReference {
  void* object;
  void (*call)(void* object, std::string_view event, const Context& context, Outcome& outcome);
};

}  // namespace lambda::loop
