// The decoder: one pass over the headers; an unknown header is left alone.
#include "runtime/protocol/next_response.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>

#include "core/http/scan.h"
#include "core/lambda/api_names.h"

namespace lambda::protocol {
namespace {

constexpr std::size_t kRequestIdBytesMax = 256;
constexpr std::uint64_t kDeadlineMax =
    std::numeric_limits<std::int64_t>::max() / 1'000'000;  // In ns.

/// `value` is what the header says; empty when it is absent.
std::unexpected<Error> malformed(std::string_view header, std::string_view value,
                                 std::string_view rule) {
  constexpr std::size_t kQuotedBytesMax = 64;
  std::string message = "the answer to `next` has ";
  if (value.empty()) {
    message.append("no ").append(header).append("; ");
  } else {
    message.append("`").append(value.substr(0, kQuotedBytesMax)).append("` as ");
    message.append(header).append(", but ");
  }
  message.append(rule);
  return failure("Runtime.MalformedHeader", std::move(message));
}

/// The id becomes a part of a path, so it must not change the path's shape.
bool is_request_id(std::string_view id) {
  return !id.empty() && id.size() <= kRequestIdBytesMax && id != "." && id != ".." &&
         std::ranges::all_of(id, [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                  c == '-' || c == '_' || c == '.';
         });
}

struct Field {
  std::string_view name;
  std::string_view NextResponse::* text;
};
constexpr std::array<Field, 7> kFields{{
    {api_names::kRequestId, &NextResponse::request_id},
    {api_names::kInvokedFunctionArn, &NextResponse::invoked_function_arn},
    {api_names::kTraceId, &NextResponse::trace_id},
    {api_names::kClientContext, &NextResponse::client_context},
    {api_names::kCognitoIdentity, &NextResponse::cognito_identity},
    {api_names::kTenantId, &NextResponse::tenant_id},
    {api_names::kInvocationId, &NextResponse::invocation_id},
}};

}  // namespace

std::expected<NextResponse, Error> decode_next_response(std::span<const http::HeaderView> headers,
                                                        std::string_view body) {
  NextResponse response{};
  response.payload = body;
  std::string_view deadline;
  for (const http::HeaderView& header : headers) {
    if (http::is_header(header.name, api_names::kDeadlineMs)) {
      deadline = header.value;
      continue;
    }
    for (const Field& field : kFields) {
      if (http::is_header(header.name, field.name)) {
        response.*field.text = header.value;
        break;
      }
    }
  }
  if (!is_request_id(response.request_id)) {
    return malformed(api_names::kRequestId, response.request_id,
                     "a request id is 1 to 256 letters, digits, `-`, `_` and `.`, and can stand in "
                     "a path");
  }
  const auto milliseconds = http::parse_decimal(deadline);
  if (!milliseconds || *milliseconds > kDeadlineMax) {
    return malformed(api_names::kDeadlineMs, deadline,
                     "a deadline is milliseconds since 1970 in decimal digits, at most " +
                         std::to_string(kDeadlineMax));
  }
  response.deadline = std::chrono::sys_time<std::chrono::milliseconds>(
      std::chrono::milliseconds(static_cast<std::int64_t>(*milliseconds)));
  return response;
}

}  // namespace lambda::protocol
