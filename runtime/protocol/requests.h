// Encodes the heads of the runtime's requests. No I/O, no allocation but in the constructor.
// Source: AWS Lambda Developer Guide, "Using the Lambda runtime API".
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "core/http/request_head.h"

namespace lambda::protocol {

inline constexpr std::string_view kJsonContentType = "application/json";
inline constexpr std::string_view kErrorContentType = "application/vnd.aws.lambda.error+json";

/// What an invocation's two answers have in common.
struct InvocationKey {
  std::string_view request_id;
  std::string_view invocation_id;  // Echoed; left out when empty.
};

/// Every result is valid until the next call, and empty when a value cannot stand in a header.
class RequestEncoder {
 public:
  /// `authority`: the Runtime API's host and port.
  explicit RequestEncoder(std::string_view authority);

  std::string_view next();
  std::string_view response(const InvocationKey& key, std::string_view content_type,
                            std::size_t body_bytes);
  std::string_view invocation_error(const InvocationKey& key, std::string_view error_type,
                                    std::string_view xray_cause, std::size_t body_bytes);
  std::string_view init_error(std::string_view error_type, std::size_t body_bytes);

 private:
  std::string common_lines_;  // Host and User-Agent, the same in every request.
  http::RequestHead head_;
};

}  // namespace lambda::protocol
