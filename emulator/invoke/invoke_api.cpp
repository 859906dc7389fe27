// Answers calls of the invoke API. Source: AWS Lambda API Reference, "Invoke".
#include "emulator/invoke/invoke_api.h"

#include <format>
#include <optional>
#include <string>
#include <utility>

#include "core/json/json_string.h"
#include "core/lambda/api_names.h"
#include "core/text/base64_text.h"
#include "emulator/http/web_page.h"
#include "emulator/invoke/invoke_request.h"
#include "emulator/text/ids.h"

namespace lambda::emulator {
namespace {

constexpr std::string_view kEventTooLarge =
    "Request must be smaller than 6291456 bytes for the InvokeFunction operation";

void add(HttpAnswer& answer, std::string_view name, std::string value) {
  answer.headers.push_back({std::string(name), std::move(value)});
}

HttpAnswer refusal(const InvokeFault& fault, const std::string& request_id) {
  const bool is_ours = fault.status >= 500;
  HttpAnswer answer = json_answer(
      fault.status, std::format(R"({{"Type":"{}","message":{}}})", is_ours ? "Service" : "User",
                                json_string(fault.message)));
  add(answer, api_names::kExceptionType, fault.type);
  add(answer, api_names::kCallerRequestId, request_id);
  return answer;
}

HttpAnswer throttled(const std::string& request_id) {
  HttpAnswer answer =
      json_answer(429, R"({"Reason":"ConcurrentInvocationLimitExceeded","Type":"User",)"
                       R"("message":"Rate Exceeded."})");
  add(answer, api_names::kExceptionType, "TooManyRequestsException");
  add(answer, api_names::kCallerRequestId, request_id);
  return answer;
}

/// What the caller is told of every invocation that was taken.
struct Receipt {
  std::string request_id;
  std::string version;
  std::string trace_id;
};

void add(HttpAnswer& answer, const Receipt& receipt) {
  add(answer, api_names::kCallerRequestId, receipt.request_id);
  add(answer, api_names::kExecutedVersion, receipt.version);
  add(answer, api_names::kCallerTraceId, receipt.trace_id);
}

HttpAnswer outcome_answer(FunctionResult outcome, const Receipt& receipt, bool wants_log_tail) {
  // Lambda says application/json whatever the function answered.
  HttpAnswer answer = json_answer(200, std::move(outcome.payload));
  add(answer, receipt);
  if (outcome.is_function_error) {
    add(answer, api_names::kFunctionError, "Unhandled");
  }
  if (wants_log_tail) {
    add(answer, api_names::kLogResult, to_base64(outcome.log_tail));
  }
  return answer;
}

HttpAnswer empty_answer(int status, const Receipt& receipt) {
  HttpAnswer answer;
  answer.status = status;
  add(answer, receipt);
  return answer;
}

}  // namespace

void InvokeApi::handle(HttpRequest request, Reply reply) {
  if (auto fault = find_web_page_fault(request, allowed_hosts_)) {
    return reply(refusal({403, "AccessDeniedException", *std::move(fault)}, new_request_id()));
  }
  auto decoded = decode_invoke_request(std::move(request), pool_.config());
  if (!decoded) {
    return reply(refusal(decoded.error(), new_request_id()));
  }
  const InvocationType type = decoded->type;
  const bool wants_log_tail = decoded->wants_log_tail;
  FunctionInvocation invocation = new_invocation(*std::move(decoded), pool_.config());
  const Receipt receipt{invocation.request_id, invocation.executed_version, invocation.trace_id};

  if (type == InvocationType::kDryRun) {
    return reply(empty_answer(204, receipt));
  }
  if (type == InvocationType::kEvent) {
    return reply(events_.push(std::move(invocation)) ? empty_answer(202, receipt)
                                                     : throttled(receipt.request_id));
  }
  const bool is_started = pool_.start_now(
      std::move(invocation), [receipt, wants_log_tail, reply](FunctionResult outcome) {
        reply(outcome_answer(std::move(outcome), receipt, wants_log_tail));
      });
  if (!is_started) {
    reply(throttled(receipt.request_id));
  }
}

HttpAnswer invoke_fault_answer(const HttpFault& fault) {
  if (fault.status == 413) {
    return refusal({413, "RequestEntityTooLargeException", std::string(kEventTooLarge)},
                   new_request_id());
  }
  const char* type = fault.status >= 500 ? "ServiceException" : "InvalidRequestContentException";
  return refusal({fault.status, type, fault.message}, new_request_id());
}

}  // namespace lambda::emulator
