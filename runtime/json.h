// Handlers of JSON, on Poco: lambda::run(lambda::json(handler)).
// The one public header that names Poco types: they are its purpose.
#pragma once

#include <Poco/Dynamic/Var.h>
#include <Poco/JSON/Array.h>
#include <Poco/JSON/Object.h>

#include <concepts>
#include <expected>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "runtime/context/context.h"
#include "runtime/errors/function_error.h"
#include "runtime/json/first_parameter.h"
#include "runtime/json/json_event.h"
#include "runtime/loop/invoke.h"

namespace lambda {

/// What json() accepts. The event is a `Poco::Dynamic::Var`, which may be any JSON value, or a
/// `Poco::JSON::Object::Ptr`, never null; a `const lambda::Context&` may follow. The result is a
/// Var, an Object::Ptr, an Array::Ptr, anything else a Var holds, or a std::expected<one of these,
/// FunctionError>.
template <typename Handler, typename Event>
concept TakesJson = std::invocable<Handler&, const Event&, const Context&> ||
                    std::invocable<Handler&, const Event&>;

/// A handler of bytes around a handler of JSON. Errors it adds to the handler's own:
///   Runtime.UnmarshalError  the event is no JSON, or no object where the handler takes one
///   Runtime.MarshalError    the result is no JSON value
///   Function.NullResult     the result is a null Object::Ptr or Array::Ptr
template <typename Handler>
class JsonHandler {
 public:
  explicit JsonHandler(Handler handler) : handler_(std::move(handler)) {}

  std::expected<std::string, FunctionError> operator()(std::string_view text,
                                                       const Context& context) {
    using Event = typename FirstParameter<Handler>::Type;
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
    if constexpr (std::invocable<Handler&, const Event&, const Context&>) {
      return to_json(handler_(event, context));
    } else {
      return to_json(handler_(event));
    }
  }

  template <typename Result>
  static std::expected<std::string, FunctionError> to_json(const Result& result) {
    if constexpr (loop::IsExpected<const Result>) {
      if (!result.has_value()) {
        return std::unexpected(result.error());
      }
      return encode_json_result(*result);
    } else {
      return encode_json_result(result);
    }
  }

  Handler handler_;
};

template <typename Handler>
JsonHandler<std::decay_t<Handler>> json(Handler&& handler) {
  return JsonHandler<std::decay_t<Handler>>(std::forward<Handler>(handler));
}

}  // namespace lambda
