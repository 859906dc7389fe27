// Every catch around the user's code is in this file.
#include "runtime/loop/handler.h"

#include <string>
#include <utility>
#include <vector>

#include "runtime/loop/exception_report.h"
#include "runtime/loop/throw_trace.h"

namespace lambda::loop {
namespace {

/// What the callable threw, if anything, with the places it was thrown from.
template <typename Callable>
std::expected<void, FunctionError> guard(Callable callable) {
  ThrowTrace trace;
  try {
    call_traced([](void* argument) { (*static_cast<Callable*>(argument))(); }, &callable, trace);
    return {};
  } catch (...) {
    FunctionError error = describe_current_exception();
    std::vector<std::string> places = format_trace(trace);
    error.stack.insert(error.stack.begin(), std::make_move_iterator(places.begin()),
                       std::make_move_iterator(places.end()));
    return std::unexpected(std::move(error));
  }
}

}  // namespace

void call_guarded(const HandlerReference& handler, std::string_view event, const Context& context,
                  HandlerResult& result) {
  auto called = guard([&] { handler.call(handler.object, event, context, result); });
  if (!called) {
    result.fail(std::move(called.error()));
  }
}

std::expected<HandlerReference, FunctionError> initialize_guarded(const Initializer& initializer) {
  std::expected<HandlerReference, FunctionError> handler;
  auto called = guard([&] { handler = initializer.initialize(initializer.object); });
  if (!called) {
    return std::unexpected(std::move(called.error()));
  }
  return handler;
}

void fail_with_null(HandlerResult& result) {
  result.fail({.type = "Function.NullResult",
               .message =
                   "the handler returned a null pointer or an empty optional, which cannot be "
                   "sent; return a value, or lambda::FunctionError to report an error",
               .stack = {}});
}

}  // namespace lambda::loop
