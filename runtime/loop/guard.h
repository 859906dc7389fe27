// The border around the user's code: whatever it throws becomes an error.
#pragma once

#include <expected>
#include <string_view>

#include "runtime/context/context.h"
#include "runtime/errors/function_error.h"
#include "runtime/loop/handler.h"
#include "runtime/loop/outcome.h"

namespace lambda::loop {

/// Makes the handler; runs once, before the first event. Borrows the object, which keeps the
/// handler.
struct Initializer {
  void* object;
  std::expected<HandlerReference, FunctionError> (*initialize)(void* object);
};

/// Fills `outcome` in any case.
void call_guarded(const HandlerReference& handler, std::string_view event, const Context& context,
                  Outcome& outcome);

/// Error: what the initializer returned or threw.
std::expected<HandlerReference, FunctionError> initialize_guarded(const Initializer& initializer);

}  // namespace lambda::loop
