// One HTTP request as received and one answer as sent, as values; a field read, a head written.
// Source: RFC 9110, sections 5 and 6.6.1; RFC 9112, sections 4 and 5.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace lambda::emulator {

/// A header or trailer field. The value has no spaces around it.
struct HttpField {
  std::string name;
  std::string value;
};

/// A whole request. Owns its bytes.
struct HttpRequest {
  std::string method;
  std::string target;  // As sent: path and query, still percent-encoded.
  std::vector<HttpField> headers;
  std::vector<HttpField> trailers;
  std::string body;              // Empty when is_body_too_large.
  std::uint64_t body_bytes = 0;  // What was sent, also when it was too large to keep.
  bool is_body_too_large = false;
  bool is_kept_alive = true;  // The peer wants the connection for its next request.
};

/// An answer. The connection adds Content-Length, Date and, when it closes, Connection.
struct HttpAnswer {
  int status = 200;
  std::vector<HttpField> headers;
  std::string body;
};

/// A request that cannot be understood: the status to answer before closing, and why.
struct HttpFault {
  int status = 400;
  std::string message;
};

/// First value of that name in any case; null when absent. Lives as long as `fields`.
const std::string* find_field(const std::vector<HttpField>& fields, std::string_view name);

/// The field on `line`, which has no line end. Error: no name, a space in the name, or a control
/// character in the value, which includes the obsolete continuation lines.
std::expected<HttpField, HttpFault> parse_http_field(std::string_view line);

/// An answer with a JSON body and its Content-Type.
HttpAnswer json_answer(int status, std::string body);

/// The status line and headers of `answer`, ready to be followed by a body of `body_bytes`.
std::string http_head(const HttpAnswer& answer, std::size_t body_bytes, bool closes);

}  // namespace lambda::emulator
