// What one process of the function may do next, and what came of its invocation.
#include "emulator/sandbox/runtime_session.h"

#include <format>
#include <utility>

#include "emulator/sandbox/function_error.h"

namespace lambda::emulator {
namespace {

std::string_view phase_name(RuntimeSession::Phase phase) {
  switch (phase) {
    case RuntimeSession::Phase::kInit:
      return "Started";
    case RuntimeSession::Phase::kWaiting:
      return "Ready";
    case RuntimeSession::Phase::kInvoking:
      return "Running";
    case RuntimeSession::Phase::kAnswered:
      return "ResponseSent";
    case RuntimeSession::Phase::kFailed:
      return "InitError";
  }
  return "Unknown";
}

Verdict invalid_transition(RuntimeSession::Phase from, std::string_view to) {
  return {403, "InvalidStateTransition",
          std::format("State transition from {} to {} failed for runtime. Error: State transition "
                      "is not allowed",
                      phase_name(from), to)};
}

Verdict gone() {
  return {410, "ErrorRuntimeInvokeTimeout",
          "The invocation has timed out or was given to another attempt."};
}

Verdict too_large() {
  return {413, "RequestEntityTooLarge",
          std::format("Exceeded maximum allowed payload size ({} bytes).", kResponseBytesMax)};
}

}  // namespace

Verdict RuntimeSession::on_next() {
  if (phase_ == Phase::kInvoking || phase_ == Phase::kFailed) {
    return invalid_transition(phase_, "Ready");
  }
  phase_ = Phase::kWaiting;
  return {200, "", ""};
}

void RuntimeSession::on_next_lost() {
  if (phase_ == Phase::kWaiting) {
    phase_ = Phase::kAnswered;
  }
}

std::optional<Verdict> RuntimeSession::refuse_post(const PostedResult& result,
                                                   std::string_view transition) const {
  if (request_id_.empty() || result.request_id != request_id_) {
    return Verdict{400, "InvalidRequestID", "Invalid request ID"};
  }
  if (is_abandoned_) {
    return gone();
  }
  if (result.invocation_id != nullptr && *result.invocation_id != invocation_id_) {
    return gone();
  }
  if (phase_ != Phase::kInvoking) {
    return invalid_transition(phase_, transition);
  }
  return std::nullopt;
}

Verdict RuntimeSession::on_response(PostedResult result) {
  if (auto refusal = refuse_post(result, "InvocationResponse")) {
    return *std::move(refusal);
  }
  phase_ = Phase::kAnswered;
  if (result.is_too_large) {
    outcome_ = response_too_large_error();
    return too_large();
  }
  if (result.error_type != nullptr) {  // A streamed response that failed on its way.
    outcome_ = reported_error(*result.error_type, std::move(result.body));
    return {};
  }
  outcome_.emplace();
  outcome_->payload = std::move(result.body);
  return {};
}

Verdict RuntimeSession::on_error(PostedResult result) {
  if (auto refusal = refuse_post(result, "InvocationErrorResponse")) {
    return *std::move(refusal);
  }
  phase_ = Phase::kAnswered;
  if (result.is_too_large) {
    outcome_ = response_too_large_error();
    return too_large();
  }
  outcome_ = reported_error(result.error_type == nullptr ? "" : *result.error_type,
                            std::move(result.body));
  return {};
}

Verdict RuntimeSession::on_init_error(std::string_view error_type, std::string document) {
  if (phase_ != Phase::kInit) {
    return invalid_transition(phase_, "InitError");
  }
  phase_ = Phase::kFailed;
  outcome_ = reported_error(error_type, std::move(document));
  return {};
}

void RuntimeSession::on_truncated_response(std::string_view request_id) {
  if (phase_ != Phase::kInvoking || is_abandoned_ || request_id != request_id_) {
    return;
  }
  phase_ = Phase::kAnswered;
  outcome_ = platform_error(request_id_, "Runtime.TruncatedResponse",
                            "The connection closed before the response was complete");
}

Verdict RuntimeSession::on_invalid_response_mode(std::string_view request_id) {
  PostedResult result;
  result.request_id = request_id;
  if (auto refusal = refuse_post(result, "InvocationResponse")) {
    return *std::move(refusal);
  }
  phase_ = Phase::kAnswered;
  outcome_ = platform_error(request_id_, "Runtime.InvalidResponseModeHeader",
                            "The response mode must be \"streaming\" or absent");
  return {400, "InvalidFunctionResponseMode", "Invalid function response mode"};
}

void RuntimeSession::on_delivered(const FunctionInvocation& invocation) {
  phase_ = Phase::kInvoking;
  request_id_ = invocation.request_id;
  invocation_id_ = invocation.invocation_id;
  is_abandoned_ = false;
  outcome_.reset();
}

void RuntimeSession::on_delivery_failed() {
  if (phase_ == Phase::kInvoking) {
    phase_ = Phase::kAnswered;
  }
}

void RuntimeSession::abandon() { is_abandoned_ = true; }

std::optional<FunctionResult> RuntimeSession::take_outcome() { return std::exchange(outcome_, {}); }

}  // namespace lambda::emulator
