// Calls a handler of any accepted type and turns what it returns into a result for the loop.
#pragma once

#include <concepts>
#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "runtime/context/context.h"
#include "runtime/loop/event_parameter.h"
#include "runtime/loop/handler.h"

namespace lambda::loop {

template <typename Handler>
concept TakesEventAndContext = std::invocable<Handler&, std::string_view, const Context&>;
template <typename Handler>
concept TakesEvent = std::invocable<Handler&, std::string_view>;

/// A type of its own: a parameter that takes it takes anything.
struct NoEvent {};

/// Whether the handler's event is of a type that anything converts to, such as Poco's Var: it would
/// take a std::string_view as text, not as the JSON in it.
template <typename Handler>
concept TakesAnything = !std::same_as<typename EventParameter<Handler>::Type, NoParameter> &&
                        std::is_convertible_v<NoEvent, typename EventParameter<Handler>::Type>;

template <typename Handler>
concept IsHandler =
    (TakesEventAndContext<Handler> || TakesEvent<Handler>) && !TakesAnything<Handler>;

/// Compiles for a handler alone; for anything else the compiler says what a handler is.
template <typename Callable>
consteval void require_handler() {
  if constexpr (TakesAnything<Callable>) {
    static_assert(IsHandler<Callable>,
                  "this handler's event is of a type that anything converts to, such as "
                  "Poco::Dynamic::Var; a handler takes std::string_view; wrap a handler of Poco "
                  "JSON: lambda::json(handler)");
  } else {
    static_assert(IsHandler<Callable>,
                  "a handler takes the event, as std::string_view, and after it, if it wants, a "
                  "const lambda::Context&; where you want a std::string, make one of the "
                  "std::string_view; wrap a handler of Poco JSON: lambda::json(handler)");
  }
}

/// Whether `Result` is a pointer or an optional, empty or with something behind it.
template <typename Result>
concept IsNullable = requires(Result& result) {
  { static_cast<bool>(result) };
  { *result };
} && !requires(Result& result) { result.error(); } && !std::is_array_v<Result>;

template <typename Result>
concept IsExpected = requires(Result& result) {
  { result.has_value() } -> std::same_as<bool>;
  { result.error() } -> std::convertible_to<FunctionError>;
  { *result };
};

template <typename>
inline constexpr bool kIsNoResult = false;

inline constexpr Borrowed kNull{"null"};  // What the caller gets when there is no result.

template <typename Result>
void settle(HandlerResult& settled, Result&& result) {
  using Plain = std::remove_cvref_t<Result>;
  if constexpr (std::same_as<Plain, std::string> || std::same_as<Plain, Borrowed> ||
                std::same_as<Plain, Response>) {
    settled.succeed(std::forward<Result>(result));
  } else if constexpr (std::same_as<Plain, FunctionError>) {
    settled.fail(std::forward<Result>(result));
  } else if constexpr (IsExpected<Plain>) {
    if (!result.has_value()) {
      settled.fail(std::forward<Result>(result).error());
    } else if constexpr (std::is_void_v<decltype(*result)>) {
      settled.succeed(kNull);
    } else {
      settle(settled, *std::forward<Result>(result));
    }
  } else if constexpr (std::same_as<Plain, const char*> || std::same_as<Plain, char*>) {
    result == nullptr ? fail_with_null(settled) : settled.succeed(std::string(result));
  } else if constexpr (IsNullable<Plain>) {
    static_cast<bool>(result) ? settle(settled, *std::forward<Result>(result))
                              : fail_with_null(settled);
  } else if constexpr (std::same_as<Plain, std::string_view>) {
    static_assert(kIsNoResult<Plain>,
                  "a handler's std::string_view could point to one of its dead variables: return "
                  "std::string, or lambda::Borrowed{view} when the bytes outlive the call");
  } else {
    static_assert(kIsNoResult<Plain>,
                  "a handler returns void, std::string, lambda::Borrowed, lambda::Response, "
                  "std::expected<one of these, lambda::FunctionError>, or a pointer to or optional "
                  "of one of these; for Poco JSON wrap the handler: lambda::json(handler)");
  }
}

template <typename Handler>
void invoke(Handler& handler, std::string_view event, const Context& context,
            HandlerResult& result) {
  const auto call = [&]() -> decltype(auto) {
    if constexpr (TakesEventAndContext<Handler>) {
      return handler(event, context);
    } else {
      return handler(event);
    }
  };
  if constexpr (std::is_void_v<decltype(call())>) {
    call();
    result.succeed(kNull);
  } else {
    settle(result, call());
  }
}

/// The result borrows `handler`.
template <IsHandler Handler>
HandlerReference refer_to(Handler& handler) {
  return {.object = const_cast<void*>(static_cast<const void*>(std::addressof(handler))),
          .call = [](void* object, std::string_view event, const Context& context,
                     HandlerResult& result) {
            invoke(*static_cast<Handler*>(object), event, context, result);
          }};
}

}  // namespace lambda::loop
