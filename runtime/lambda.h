// A Lambda function in C++: hand a handler to lambda::run(), which serves until Lambda stops it.
// Source: AWS Lambda Developer Guide, "Building a custom runtime".
//
//   int main() {
//     return lambda::run([](std::string_view event) { return std::string(event); });
//   }
#pragma once

#include <concepts>
#include <expected>
#include <optional>
#include <type_traits>
#include <utility>

#include "runtime/context/context.h"
#include "runtime/errors/function_error.h"
#include "runtime/loop/guard.h"
#include "runtime/loop/handler.h"
#include "runtime/loop/invoke.h"
#include "runtime/loop/outcome.h"
#include "runtime/loop/run.h"

namespace lambda {

/// Takes the event, as `std::string_view`, and, if it wants, a `const lambda::Context&`. Both are
/// valid until it returns. It returns one of
///   std::string          JSON text; moved, not copied
///   lambda::Borrowed     bytes that outlive the call, such as the event's own: nothing is copied
///   lambda::Response     bytes and their content type
///   std::expected<one of the above, lambda::FunctionError>
///   a pointer to, or an optional of, one of the above; null is reported as an error
///   void                 the caller gets `null`
/// Whatever it throws is reported to the caller, and the next event is served.
template <typename Handler>
concept EventHandler = loop::IsHandler<std::decay_t<Handler>>;

/// Makes the handler, or a `std::expected<handler, lambda::FunctionError>`, before the first event.
/// What it throws is reported as a failed initialization, and ends the process.
template <typename Factory>
concept HandlerFactory = std::invocable<std::decay_t<Factory>&> && !EventHandler<Factory>;

/// Serves events, one after the other, on this thread. Result: what main() should return, never 0:
/// a function has no end of its own.
template <EventHandler Handler>
int run(Handler&& handler) {
  std::decay_t<Handler> kept(std::forward<Handler>(handler));
  return loop::run({.object = &kept, .initialize = [](void* object) {
                      return std::expected<loop::HandlerReference, FunctionError>(
                          loop::refer_to(*static_cast<std::decay_t<Handler>*>(object)));
                    }});
}

/// As above, for a handler that takes preparation: connections, models, configuration.
template <HandlerFactory Factory>
int run(Factory&& factory) {
  using Made = std::invoke_result_t<std::decay_t<Factory>&>;
  struct Initialization {
    std::decay_t<Factory> factory;
    std::optional<Made> made;
  };
  Initialization initialization{.factory = std::forward<Factory>(factory), .made = {}};
  return loop::run(
      {.object = &initialization,
       .initialize = [](void* object) -> std::expected<loop::HandlerReference, FunctionError> {
         auto& [factory, made] = *static_cast<Initialization*>(object);
         made.emplace(factory());
         if constexpr (loop::IsExpected<Made>) {
           if (!made->has_value()) {
             return std::unexpected(made->error());
           }
           return loop::refer_to(**made);
         } else {
           return loop::refer_to(*made);
         }
       }});
}

}  // namespace lambda
