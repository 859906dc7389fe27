// A Lambda function in C++: hand a handler to lambda::run(), which serves until Lambda stops it.
// Source: AWS Lambda Developer Guide, "Building a custom runtime".
//
//   int main() {
//     return lambda::run([](std::string_view event) { return std::string(event); });
//   }
#pragma once

#include <concepts>
#include <expected>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

#include "runtime/context/context.h"
#include "runtime/errors/function_error.h"
#include "runtime/loop/handler.h"
#include "runtime/loop/invoke.h"
#include "runtime/loop/run.h"

namespace lambda {

/// Takes the event, as `std::string_view`, and, if it wants, a `const lambda::Context&`. Both are
/// valid until it returns. It returns one of
///   std::string          JSON text; moved, not copied
///   lambda::Borrowed     bytes that outlive the call, such as the event's own: nothing is copied
///   lambda::Response     bytes and their content type
///   void                 the caller gets `null`
///   std::expected<one of the above, lambda::FunctionError>, or the FunctionError itself
///   a pointer to, or an optional of, one of the above but void; null is reported as an error
/// Whatever it throws is reported to the caller, and the next event is served.
template <typename Handler>
concept EventHandler = loop::IsHandler<std::decay_t<Handler>>;

/// Makes the handler, or a `std::expected<handler, lambda::FunctionError>`, before the first event.
/// What it throws is reported as a failed initialization, and ends the process.
template <typename Factory>
concept HandlerFactory = std::invocable<std::decay_t<Factory>&> && !EventHandler<Factory>;

namespace loop {

/// A callable as it was handed to run(), and where it is kept. Kept only when the initialization
/// begins: a copy may throw, which is then reported.
template <typename Callable>
struct Kept {
  std::remove_reference_t<Callable>* given;
  std::optional<std::decay_t<Callable>> callable;

  std::decay_t<Callable>& keep() { return callable.emplace(std::forward<Callable>(*given)); }
};

template <typename Made>
struct MadeHandler {
  using Type = Made;
};
template <typename Made>
  requires(IsExpected<Made> && !std::is_void_v<decltype(*std::declval<Made&>())>)
struct MadeHandler<Made> {
  using Type = std::remove_reference_t<decltype(*std::declval<Made&>())>;
};

template <typename Callable>
int run_handler(Callable&& handler) {
  Kept<Callable> kept{.given = std::addressof(handler), .callable = {}};
  return run({.object = &kept, .initialize = [](void* object) {
                return std::expected<HandlerReference, FunctionError>(
                    refer_to(static_cast<Kept<Callable>*>(object)->keep()));
              }});
}

template <typename Callable>
int run_factory(Callable&& factory) {
  using Made = std::remove_cvref_t<std::invoke_result_t<std::decay_t<Callable>&>>;
  struct Initialization {
    Kept<Callable> factory;
    std::optional<Made> made;
  };
  Initialization initialization{.factory = {.given = std::addressof(factory), .callable = {}},
                                .made = {}};
  return run({.object = &initialization,
              .initialize = [](void* object) -> std::expected<HandlerReference, FunctionError> {
                auto& [factory, made] = *static_cast<Initialization*>(object);
                made.emplace(factory.keep()());
                if constexpr (IsExpected<Made>) {
                  if (!made->has_value()) {
                    return std::unexpected(made->error());
                  }
                  return refer_to(**made);
                } else {
                  return refer_to(*made);
                }
              }});
}

}  // namespace loop

/// Serves events, one after the other, on this thread, with a handler, or with the one that a
/// factory makes when preparation is wanted: connections, models, configuration.
/// Result: what main() should return; never 0, since a function does not end by itself.
template <typename Callable>
int run(Callable&& callable) {
  if constexpr (EventHandler<Callable>) {
    return loop::run_handler(std::forward<Callable>(callable));
  } else if constexpr (HandlerFactory<Callable>) {
    using Made = std::remove_cvref_t<std::invoke_result_t<std::decay_t<Callable>&>>;
    constexpr bool kMakesAHandler = loop::IsHandler<typename loop::MadeHandler<Made>::Type>;
    static_assert(kMakesAHandler,
                  "a callable without parameters makes the handler, and this one returns something "
                  "else; write [](std::string_view) for a handler that needs no event, and wrap a "
                  "handler of Poco JSON: lambda::json(handler)");
    if constexpr (kMakesAHandler) {
      return loop::run_factory(std::forward<Callable>(callable));
    }
  } else {
    loop::require_handler<std::decay_t<Callable>>();
  }
}

}  // namespace lambda
