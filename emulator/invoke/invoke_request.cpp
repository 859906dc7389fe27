// Decodes a call of the invoke API. Source: AWS Lambda API Reference, "Invoke".
#include "emulator/invoke/invoke_request.h"

#include <algorithm>
#include <format>
#include <string_view>
#include <utility>

#include "core/json/json_check.h"
#include "core/lambda/api_names.h"
#include "core/text/base64_text.h"
#include "emulator/text/ids.h"

namespace lambda::emulator {
namespace {

constexpr std::size_t kClientContextBytesMax = 3583;
constexpr std::size_t kCognitoIdentityBytesMax = 1024;
constexpr std::size_t kTraceBytesMax = 1024;
constexpr std::size_t kTenantBytesMax = 256;
constexpr std::string_view kFixedName = "function";

std::unexpected<InvokeFault> fault(int status, std::string type, std::string message) {
  return std::unexpected(InvokeFault{status, std::move(type), std::move(message)});
}

std::unexpected<InvokeFault> constraint_fault(std::string_view value, std::string_view field,
                                              std::string_view rule) {
  return fault(400, "InvalidParameterValueException",
               std::format("1 validation error detected: Value '{}' at '{}' failed to satisfy "
                           "constraint: Member must satisfy {}",
                           value, field, rule));
}

/// The function's name as it stands in the path, still encoded. Absent for any other path.
std::optional<std::string_view> function_in_path(std::string_view path) {
  if (!path.starts_with(api_names::kInvokePathPrefix)) {
    return std::nullopt;
  }
  path.remove_prefix(api_names::kInvokePathPrefix.size());
  if (!path.ends_with(api_names::kInvokePathSuffix)) {
    return std::nullopt;
  }
  path.remove_suffix(api_names::kInvokePathSuffix.size());
  if (path.empty() || path.find('/') != std::string_view::npos) {
    return std::nullopt;
  }
  return path;
}

/// The value of Qualifier in a query; empty when it is not there.
std::string_view qualifier_in_query(std::string_view query) {
  while (!query.empty()) {
    const std::string_view pair = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(query.size(), pair.size() + 1));
    if (pair.starts_with("Qualifier=")) {
      return pair.substr(10);
    }
  }
  return "";
}

std::string or_else(const std::string& text, const std::string& other) {
  return text.empty() ? other : text;
}

std::string arn_of(const FunctionName& function, const FunctionConfig& config,
                   std::string_view name) {
  return std::format("arn:{}:lambda:{}:{}:function:{}{}", or_else(function.partition, "aws"),
                     or_else(function.region, config.region),
                     or_else(function.account, config.account), name,
                     function.qualifier.empty() ? "" : ":" + function.qualifier);
}

std::expected<void, InvokeFault> check_function(const FunctionName& function,
                                                const FunctionConfig& config) {
  if (function.name == config.name || function.name == kFixedName) {
    return {};
  }
  return fault(404, "ResourceNotFoundException",
               std::format("Function not found: {}. The function here is \"{}\": POST "
                           "/2015-03-31/functions/{}/invocations",
                           arn_of(function, config, function.name), config.name, config.name));
}

std::expected<FunctionName, InvokeFault> decode_function(const HttpRequest& request,
                                                         const FunctionConfig& config) {
  const std::string_view target = request.target;
  const std::size_t question = target.find('?');
  const std::string_view path = target.substr(0, question);
  const auto encoded = function_in_path(path);
  if (!encoded || request.method != "POST") {
    return fault(404, "ResourceNotFoundException",
                 std::format("Not found: {} {}. Invoke the function with POST "
                             "/2015-03-31/functions/{}/invocations",
                             request.method, path, config.name));
  }
  const auto name = percent_decoded(*encoded);
  auto function = name ? parse_function_name(*name) : std::nullopt;
  if (!function) {
    return constraint_fault(*encoded, "functionName",
                            "a name, a partial ARN or an ARN, each with or without :qualifier");
  }
  if (question == std::string_view::npos) {
    return *std::move(function);
  }
  const auto qualifier = percent_decoded(qualifier_in_query(target.substr(question + 1)));
  if (!qualifier || (!qualifier->empty() && !is_qualifier(*qualifier))) {
    return constraint_fault(qualifier.value_or("%"), "qualifier", "a version, an alias or $LATEST");
  }
  if (!qualifier->empty() && !function->qualifier.empty() && *qualifier != function->qualifier) {
    return fault(400, "InvalidParameterValueException",
                 "The derived qualifier from the function name does not match the specified "
                 "qualifier.");
  }
  if (!qualifier->empty()) {
    function->qualifier = *qualifier;
  }
  return *std::move(function);
}

std::expected<InvocationType, InvokeFault> decode_type(const HttpRequest& request) {
  const std::string* type = find_field(request.headers, api_names::kInvocationType);
  if (type == nullptr || *type == "RequestResponse") {
    return InvocationType::kRequestResponse;
  }
  if (*type == "Event") {
    return InvocationType::kEvent;
  }
  if (*type == "DryRun") {
    return InvocationType::kDryRun;
  }
  return constraint_fault(*type, "invocationType",
                          "enum value set: [Event, RequestResponse, DryRun]");
}

std::expected<bool, InvokeFault> decode_log_type(const HttpRequest& request) {
  const std::string* type = find_field(request.headers, api_names::kLogType);
  if (type == nullptr || *type == "None") {
    return false;
  }
  if (*type == "Tail") {
    return true;
  }
  return constraint_fault(*type, "logType", "enum value set: [None, Tail]");
}

std::expected<std::optional<std::string>, InvokeFault> decode_client_context(
    const HttpRequest& request) {
  const std::string* encoded = find_field(request.headers, api_names::kCallerClientContext);
  if (encoded == nullptr || encoded->empty()) {
    return std::nullopt;
  }
  if (encoded->size() > kClientContextBytesMax) {
    return fault(400, "InvalidRequestContentException",
                 std::format("Client context must be at most {} bytes.", kClientContextBytesMax));
  }
  // Its padding may be missing: 3,583 is not a multiple of four.
  auto text = from_base64(*encoded + std::string((4 - encoded->size() % 4) % 4, '='));
  if (!text || find_json_fault(*text)) {
    return fault(400, "InvalidRequestContentException",
                 "Client context must be a valid Base64-encoded JSON object.");
  }
  // It goes on as one header line; a line end can stand only between JSON tokens.
  std::ranges::replace_if(*text, [](char c) { return c == '\r' || c == '\n'; }, ' ');
  return text;
}

std::expected<std::optional<std::string>, InvokeFault> decode_cognito_identity(
    const HttpRequest& request) {
  const std::string* text = find_field(request.headers, api_names::kCallerCognitoIdentity);
  if (text == nullptr || text->empty()) {
    return std::nullopt;
  }
  if (text->size() > kCognitoIdentityBytesMax || !text->starts_with('{') ||
      find_json_fault(*text)) {
    return fault(400, "InvalidRequestContentException",
                 std::format("{} must be a JSON object of at most {} bytes: "
                             "{{\"cognitoIdentityId\": …, \"cognitoIdentityPoolId\": …}}",
                             api_names::kCallerCognitoIdentity, kCognitoIdentityBytesMax));
  }
  return *text;
}

std::expected<void, InvokeFault> check_payload(const HttpRequest& request, InvocationType type) {
  if (type == InvocationType::kEvent && request.body_bytes > kAsyncEventBytesMax) {
    return fault(413, "RequestEntityTooLargeException",
                 std::format("{} byte payload is too large for the Event invocation type (limit {} "
                             "bytes)",
                             request.body_bytes, kAsyncEventBytesMax));
  }
  if (request.is_body_too_large) {
    return fault(413, "RequestEntityTooLargeException",
                 std::format("Request must be smaller than {} bytes for the InvokeFunction "
                             "operation",
                             kEventBytesMax));
  }
  if (request.body.empty()) {
    return {};
  }
  if (const auto broken = find_json_fault(request.body)) {
    return fault(400, "InvalidRequestContentException",
                 std::format("Could not parse request body into json: Could not parse payload into "
                             "json: {}",
                             describe(*broken)));
  }
  return {};
}

/// Passed on as a header; absent when it is absent, empty or beyond any use.
std::optional<std::string> passed_on(const HttpRequest& request, std::string_view name,
                                     std::size_t bytes_max) {
  const std::string* value = find_field(request.headers, name);
  if (value == nullptr || value->empty() || value->size() > bytes_max) {
    return std::nullopt;
  }
  return *value;
}

bool is_number(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

HttpLimits invoke_api_limits() {
  HttpLimits limits;
  limits.body_bytes_max = kEventBytesMax;
  return limits;
}

std::expected<InvokeRequest, InvokeFault> decode_invoke_request(HttpRequest request,
                                                                const FunctionConfig& config) {
  auto function = decode_function(request, config);
  if (!function) {
    return std::unexpected(std::move(function.error()));
  }
  if (auto checked = check_function(*function, config); !checked) {
    return std::unexpected(std::move(checked.error()));
  }
  const auto type = decode_type(request);
  if (!type) {
    return std::unexpected(type.error());
  }
  const auto log_type = decode_log_type(request);
  if (!log_type) {
    return std::unexpected(log_type.error());
  }
  auto client_context = decode_client_context(request);
  if (!client_context) {
    return std::unexpected(std::move(client_context.error()));
  }
  auto cognito_identity = decode_cognito_identity(request);
  if (!cognito_identity) {
    return std::unexpected(std::move(cognito_identity.error()));
  }
  if (auto checked = check_payload(request, *type); !checked) {
    return std::unexpected(std::move(checked.error()));
  }
  InvokeRequest result;
  result.function = *std::move(function);
  result.type = *type;
  result.wants_log_tail = *log_type;
  result.client_context = *std::move(client_context);
  result.cognito_identity = *std::move(cognito_identity);
  result.tenant_id = passed_on(request, api_names::kCallerTenantId, kTenantBytesMax);
  result.trace_id = passed_on(request, api_names::kCallerTraceId, kTraceBytesMax);
  result.payload = request.body.empty() ? "{}" : std::move(request.body);
  return result;
}

FunctionInvocation new_invocation(InvokeRequest request, const FunctionConfig& config) {
  const FunctionName& function = request.function;
  FunctionInvocation invocation;
  invocation.request_id = new_request_id();
  invocation.invocation_id = new_request_id();
  invocation.function_arn = arn_of(function, config, config.name);
  invocation.executed_version = is_number(function.qualifier) ? function.qualifier : config.version;
  invocation.trace_id = request.trace_id ? *std::move(request.trace_id) : new_trace_id();
  invocation.client_context = std::move(request.client_context);
  invocation.cognito_identity = std::move(request.cognito_identity);
  invocation.tenant_id = std::move(request.tenant_id);
  invocation.payload = std::move(request.payload);
  return invocation;
}

}  // namespace lambda::emulator
