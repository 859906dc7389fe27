// Decodes a call of the invoke API. No I/O. Source: AWS Lambda API Reference, "Invoke".
#pragma once

#include <expected>
#include <optional>
#include <string>

#include "emulator/http/http_message.h"
#include "emulator/http/http_request_parser.h"
#include "emulator/invoke/function_name.h"
#include "emulator/process/function_config.h"
#include "emulator/sandbox/invocation.h"

namespace lambda::emulator {

enum class InvocationType { kRequestResponse, kEvent, kDryRun };

/// A call that Lambda would take. Owns its bytes.
struct InvokeRequest {
  FunctionName function;
  InvocationType type = InvocationType::kRequestResponse;
  bool wants_log_tail = false;
  std::optional<std::string> client_context;    // JSON text.
  std::optional<std::string> cognito_identity;  // JSON text.
  std::optional<std::string> tenant_id;
  std::optional<std::string> trace_id;
  std::string payload;  // JSON text; "{}" when the caller sent none.
};

/// Why Lambda refuses a call: answered as JSON with the type in x-amzn-ErrorType.
struct InvokeFault {
  int status = 400;
  std::string type;
  std::string message;
};

/// An event of 6 MiB, headers of 64 KiB.
HttpLimits invoke_api_limits();

/// The function of `config` is known by its name, in each form that Lambda takes and in any region
/// and account, and as "function", the one name that AWS's own emulator knows.
/// Error: Lambda's own status, type and words.
std::expected<InvokeRequest, InvokeFault> decode_invoke_request(HttpRequest request,
                                                                const FunctionConfig& config);

/// The attempt to run that `request` asks for, with new ids.
FunctionInvocation new_invocation(InvokeRequest request, const FunctionConfig& config);

}  // namespace lambda::emulator
