// For a handler's own tests: calls the handler as the runtime would, without a network.
//
//   const auto result = lambda::test::call(greet, R"({"name": "Ada"})");
//   EXPECT_EQ(result.body, R"({"message":"Hello, Ada!"})");
#pragma once

#include <chrono>
#include <concepts>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

#include "runtime/context/context.h"
#include "runtime/environment/environment.h"
#include "runtime/errors/function_error.h"
#include "runtime/loop/handler.h"
#include "runtime/loop/invoke.h"

namespace lambda::test {

/// Of a function `test`, version $LATEST, with 128 MiB.
Environment make_environment();

/// What the handler will see. Change what matters to the test; the rest is plausible.
struct Invocation {
  std::string request_id = "8476a536-e9f4-11e8-9739-2dfe598c3fcd";
  std::string invoked_function_arn = "arn:aws:lambda:us-east-1:123456789012:function:test";
  std::string trace_id;
  std::string tenant_id;
  std::string client_context;
  std::string cognito_identity;
  std::chrono::milliseconds time_left{3000};
  Environment environment = make_environment();
};

/// What the runtime would send. `body` and `content_type` are meaningful without an error.
struct Result {
  std::string body;
  std::string content_type;
  std::optional<FunctionError> error;  // Returned, thrown, or made of a null result.
};

/// The result borrows `invocation`.
Context make_context(const Invocation& invocation);

Result call(const loop::HandlerReference& handler, std::string_view event,
            const Invocation& invocation);

/// Calls any handler that lambda::run() takes, without a copy of it: what it keeps from one event
/// to the next, it keeps here too. Nothing the handler throws leaves this.
template <typename Handler>
  requires(!std::same_as<std::remove_cvref_t<Handler>, loop::HandlerReference>)
Result call(Handler&& handler, std::string_view event, const Invocation& invocation = {}) {
  using Called = std::remove_reference_t<Handler>;
  if constexpr (std::is_function_v<Called>) {
    std::decay_t<Called> pointer = handler;
    return call(pointer, event, invocation);
  } else if constexpr (loop::IsHandler<Called>) {
    return call(loop::refer_to(handler), event, invocation);
  } else {
    loop::require_handler<Called>();  // Says what is wrong with it.
  }
}

}  // namespace lambda::test
