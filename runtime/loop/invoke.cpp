// The one message that does not depend on the handler's type.
#include "runtime/loop/invoke.h"

namespace lambda::loop {

void fail_with_null(Outcome& outcome) {
  outcome.fail({.type = "Function.NullResult",
                .message =
                    "the handler returned a null pointer or an empty optional, which cannot be "
                    "sent; return a value, or lambda::FunctionError to report an error",
                .stack = {}});
}

}  // namespace lambda::loop
