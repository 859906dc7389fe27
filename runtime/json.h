// Handlers of JSON, on Poco: lambda::run(lambda::json(handler)).
// The one public header that names Poco types: they are its purpose.
#pragma once

#include <concepts>
#include <expected>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include <Poco/Dynamic/Var.h>
#include <Poco/JSON/Array.h>
#include <Poco/JSON/Object.h>

#include "runtime/context/context.h"
#include "runtime/errors/function_error.h"
#include "runtime/json/first_parameter.h"
#include "runtime/json/json_event.h"
#include "runtime/loop/invoke.h"

namespace lambda {

/// Whether a result can be written as JSON. A Var can be made from any type, and fails on each
/// event for a type that it cannot write; the likely ones, such as a plain struct, are refused
/// here.
template <typename Value>
concept HasJsonForm = !(std::is_class_v<Value> && std::is_aggregate_v<Value>) &&
                      !std::same_as<Value, std::string_view>;

/// What json() accepts. The event is a `Poco::Dynamic::Var`, which may be any JSON value, or a
/// `Poco::JSON::Object::Ptr`, never null; a `const lambda::Context&` may follow. The result is a
/// Var, an Object::Ptr, an Array::Ptr, anything else that a Var can write as JSON, or a
/// std::expected<one of these, FunctionError>, or the FunctionError itself; or nothing, and the
/// caller gets `null`.
template <typename Handler, typename Event>
concept TakesJson = std::invocable<Handler&, const Event&, const Context&> ||
                    std::invocable<Handler&, const Event&>;

/// What a JSON handler returned, as text, or the error in its place.
template <typename Result>
std::expected<std::string, FunctionError> encode_handler_result(const Result& result) {
  if constexpr (std::same_as<Result, FunctionError>) {
    return std::unexpected(result);
  } else if constexpr (loop::IsExpected<const Result>) {
    if (!result.has_value()) {
      return std::unexpected(result.error());
    }
    if constexpr (std::is_void_v<decltype(*result)>) {
      return std::string(loop::kNull.bytes);
    } else {
      return encode_handler_result(*result);
    }
  } else {
    static_assert(HasJsonForm<std::decay_t<Result>>,
                  "a JSON handler returns nothing, a Poco::Dynamic::Var, a "
                  "Poco::JSON::Object::Ptr, a Poco::JSON::Array::Ptr, a text, a number, a bool, or "
                  "a std::expected<one of these, lambda::FunctionError>; set the members of a "
                  "struct in a Poco::JSON::Object, and return a std::string of a std::string_view");
    return encode_json_result(result);
  }
}

/// A handler of bytes around a handler of JSON. Errors it adds to the handler's own:
///   Runtime.UnmarshalError  the event is not JSON, or not an object where the handler takes one
///   Runtime.MarshalError    the result cannot be written as JSON
///   Function.NullResult     the result is a null Object::Ptr or Array::Ptr
template <typename Handler>
class JsonHandler {
 public:
  explicit JsonHandler(Handler handler) : handler_(std::move(handler)) {}

  std::expected<std::string, FunctionError> operator()(std::string_view text,
                                                       const Context& context) {
    using Event = JsonEvent<Handler>;
    static_assert(
        TakesJson<Handler, Event>,
        "a JSON handler takes a Poco::Dynamic::Var or a Poco::JSON::Object::Ptr, and, if it "
        "wants, a const lambda::Context&");
    if constexpr (std::same_as<Event, Poco::JSON::Object::Ptr>) {
      return parse_json_object_event(text).and_then(
          [&](const Event& event) { return answer(event, context); });
    } else {
      return parse_json_event(text).and_then(
          [&](const Poco::Dynamic::Var& event) { return answer(event, context); });
    }
  }

 private:
  template <typename Event>
  std::expected<std::string, FunctionError> answer(const Event& event, const Context& context) {
    const auto call = [&]() -> decltype(auto) {
      if constexpr (std::invocable<Handler&, const Event&, const Context&>) {
        return handler_(event, context);
      } else {
        return handler_(event);
      }
    };
    if constexpr (std::is_void_v<decltype(call())>) {
      call();
      return std::string(loop::kNull.bytes);
    } else {
      return encode_handler_result(call());
    }
  }

  Handler handler_;
};

template <typename Handler>
JsonHandler<std::decay_t<Handler>> json(Handler&& handler) {
  return JsonHandler<std::decay_t<Handler>>(std::forward<Handler>(handler));
}

}  // namespace lambda
