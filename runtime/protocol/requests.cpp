// The encoder: each request is one chain of header lines.
#include "runtime/protocol/requests.h"

#include "core/lambda/api_names.h"

namespace lambda::protocol {
namespace {

constexpr std::string_view kUserAgent = "aws-lambda-poco/" LAMBDA_VERSION;

void add_invocation_id(http::RequestHead& head, const InvocationKey& key) {
  if (!key.invocation_id.empty()) {
    head.add(api_names::kInvocationId, key.invocation_id);
  }
}

}  // namespace

RequestEncoder::RequestEncoder(std::string_view authority) {
  common_lines_.append("Host: ").append(authority);
  common_lines_.append("\r\nUser-Agent: ").append(kUserAgent).append("\r\n");
}

std::string_view RequestEncoder::next() {
  return head_.begin("GET", api_names::kNextPath).add_lines(common_lines_).finish();
}

std::string_view RequestEncoder::response(const InvocationKey& key, std::string_view content_type,
                                          std::size_t body_bytes) {
  head_
      .begin("POST", api_names::kInvocationPathPrefix, key.request_id,
             api_names::kResponsePathSuffix)
      .add_lines(common_lines_)
      .add("Content-Type", content_type)
      .add("Content-Length", body_bytes);
  add_invocation_id(head_, key);
  return head_.finish();
}

std::string_view RequestEncoder::invocation_error(const InvocationKey& key,
                                                  std::string_view error_type,
                                                  std::string_view xray_cause,
                                                  std::size_t body_bytes) {
  head_.begin("POST", api_names::kInvocationPathPrefix, key.request_id, api_names::kErrorPathSuffix)
      .add_lines(common_lines_)
      .add("Content-Type", kErrorContentType)
      .add("Content-Length", body_bytes)
      .add(api_names::kErrorType, error_type);
  if (!xray_cause.empty()) {
    head_.add(api_names::kXRayErrorCause, xray_cause);
  }
  add_invocation_id(head_, key);
  return head_.finish();
}

std::string_view RequestEncoder::init_error(std::string_view error_type, std::size_t body_bytes) {
  return head_.begin("POST", api_names::kInitErrorPath)
      .add_lines(common_lines_)
      .add("Content-Type", kErrorContentType)
      .add("Content-Length", body_bytes)
      .add(api_names::kErrorType, error_type)
      .finish();
}

}  // namespace lambda::protocol
