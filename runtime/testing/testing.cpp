// The same guarded call and the same result as in the loop, so that a test sees what a caller
// would.
#include "runtime/testing/testing.h"

namespace lambda::test {

Environment make_environment() {
  Environment environment;
  environment.function_name = "test";
  environment.function_version = "$LATEST";
  environment.function_memory_mib = 128;
  return environment;
}

Context make_context(const Invocation& invocation) {
  return {
      .request_id = invocation.request_id,
      .invoked_function_arn = invocation.invoked_function_arn,
      .trace_id = invocation.trace_id,
      .tenant_id = invocation.tenant_id,
      .client_context = invocation.client_context,
      .cognito_identity = invocation.cognito_identity,
      .deadline = std::chrono::ceil<std::chrono::milliseconds>(std::chrono::system_clock::now()) +
                  invocation.time_left,
      .environment = invocation.environment};
}

Result call(const loop::HandlerReference& handler, std::string_view event,
            const Invocation& invocation) {
  loop::HandlerResult result;
  loop::call_guarded(handler, event, make_context(invocation), result);
  if (result.is_error()) {
    return {.body = {}, .content_type = {}, .error = result.error()};
  }
  return {.body = std::string(result.body()),
          .content_type = std::string(result.content_type()),
          .error = std::nullopt};
}

}  // namespace lambda::test
