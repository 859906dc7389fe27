// Turns HTTP requests of a function's process into calls of its session, and back.
#include "emulator/sandbox/runtime_api.h"

#include <format>
#include <string_view>
#include <utility>

#include "core/http/token.h"
#include "core/json/json_string.h"
#include "core/lambda/api_names.h"
#include "core/text/base64_text.h"
#include "emulator/http/web_page.h"

namespace lambda::emulator {
namespace {

constexpr std::size_t kHeadBytesMax = 1024 * 1024 + 64 * 1024;

struct Post {
  std::string request_id;
  bool is_error = false;
};

std::string_view path_of(const HttpRequest& request) {
  return std::string_view(request.target).substr(0, request.target.find('?'));
}

/// /2018-06-01/runtime/invocation/{id}/response or /error.
std::optional<Post> parse_post(std::string_view path) {
  if (!path.starts_with(api_names::kInvocationPathPrefix)) {
    return std::nullopt;
  }
  path.remove_prefix(api_names::kInvocationPathPrefix.size());
  for (const std::string_view suffix :
       {api_names::kResponsePathSuffix, api_names::kErrorPathSuffix}) {
    if (!path.ends_with(suffix)) {
      continue;
    }
    const std::string_view id = path.substr(0, path.size() - suffix.size());
    if (id.empty() || id.find('/') != std::string_view::npos) {
      return std::nullopt;
    }
    return Post{std::string(id), suffix == api_names::kErrorPathSuffix};
  }
  return std::nullopt;
}

HttpAnswer error_answer(int status, std::string_view type, std::string_view message) {
  return json_answer(status, std::format(R"({{"errorMessage":{},"errorType":{}}})",
                                         json_string(message), json_string(type)));
}

HttpAnswer verdict_answer(const Verdict& verdict) {
  if (verdict.status == 202) {
    return json_answer(202, R"({"status":"OK"})");
  }
  return error_answer(verdict.status, verdict.error_type, verdict.message);
}

HttpAnswer handle_post(const Post& post, HttpRequest request, RuntimeSession& session) {
  const std::string* mode = find_field(request.headers, api_names::kResponseMode);
  if (!post.is_error && mode != nullptr && !http::is_same_token(*mode, "streaming")) {
    return verdict_answer(session.on_invalid_response_mode(post.request_id));
  }
  PostedResult result;
  result.request_id = post.request_id;
  result.invocation_id = find_field(request.headers, api_names::kInvocationId);
  result.is_too_large = request.is_body_too_large;
  result.body = std::move(request.body);
  if (post.is_error) {
    result.error_type = find_field(request.headers, api_names::kErrorType);
    return verdict_answer(session.on_error(std::move(result)));
  }
  result.error_type = find_field(request.trailers, api_names::kErrorType);
  if (const std::string* body = find_field(request.trailers, api_names::kErrorBody)) {
    result.body = from_base64(*body).value_or(*body);
  }
  return verdict_answer(session.on_response(std::move(result)));
}

void add_optional(HttpAnswer& answer, std::string_view name,
                  const std::optional<std::string>& value) {
  if (value) {
    answer.headers.push_back({std::string(name), *value});
  }
}

}  // namespace

HttpLimits runtime_api_limits() {
  HttpLimits limits;
  limits.head_bytes_max = kHeadBytesMax;
  limits.body_bytes_max = kResponseBytesMax;
  return limits;
}

RuntimeCall handle_runtime_call(HttpRequest request, RuntimeSession& session) {
  // A page that guesses the port could else take events, or end the process's init.
  if (const auto fault = find_web_page_fault(request, {})) {
    return {false, error_answer(403, "Forbidden", *fault)};
  }
  const std::string path(path_of(request));
  if (request.method == "GET" && path == api_names::kNextPath) {
    const Verdict verdict = session.on_next();
    if (verdict.status == 200) {
      return {true, {}};
    }
    return {false, verdict_answer(verdict)};
  }
  if (request.method == "POST" && path == api_names::kInitErrorPath) {
    const std::string* type = find_field(request.headers, api_names::kErrorType);
    return {false, verdict_answer(session.on_init_error(type == nullptr ? "" : *type,
                                                        std::move(request.body)))};
  }
  if (const auto post = parse_post(path); post && request.method == "POST") {
    return {false, handle_post(*post, std::move(request), session)};
  }
  return {false, error_answer(404, "NotFound",
                              std::format("The Runtime API has no {} {}.", request.method, path))};
}

std::optional<std::string> response_request_id(const HttpRequest& request) {
  const auto post = parse_post(path_of(request));
  if (!post || post->is_error || request.method != "POST") {
    return std::nullopt;
  }
  return post->request_id;
}

HttpAnswer event_answer(const FunctionInvocation& invocation,
                        std::chrono::system_clock::time_point deadline) {
  using std::chrono::duration_cast;
  const auto deadline_ms =
      duration_cast<std::chrono::milliseconds>(deadline.time_since_epoch()).count();
  HttpAnswer answer = json_answer(200, "");
  const auto add = [&](std::string_view name, std::string value) {
    answer.headers.push_back({std::string(name), std::move(value)});
  };
  add(api_names::kRequestId, invocation.request_id);
  add(api_names::kInvocationId, invocation.invocation_id);
  add(api_names::kDeadlineMs, std::format("{}", deadline_ms));
  add(api_names::kInvokedFunctionArn, invocation.function_arn);
  add(api_names::kTraceId, invocation.trace_id);
  add_optional(answer, api_names::kClientContext, invocation.client_context);
  add_optional(answer, api_names::kCognitoIdentity, invocation.cognito_identity);
  add_optional(answer, api_names::kTenantId, invocation.tenant_id);
  return answer;
}

HttpAnswer fault_answer(const HttpFault& fault) {
  return error_answer(fault.status, "InvalidRequest", fault.message);
}

}  // namespace lambda::emulator
