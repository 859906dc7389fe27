// One HTTP request as received and one answer as sent, as values. Source: RFC 9110, RFC 9112.
#include "runtime/emulator/http_message.h"

#include <algorithm>
#include <format>
#include <iterator>
#include <utility>

#include "Poco/DateTimeFormat.h"
#include "Poco/DateTimeFormatter.h"
#include "Poco/Net/HTTPResponse.h"
#include "Poco/Timestamp.h"

namespace lambda::emulator {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

}  // namespace

bool is_same_name(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, {}, lower, lower);
}

const std::string* find_field(const std::vector<HttpField>& fields, std::string_view name) {
  for (const HttpField& field : fields) {
    if (is_same_name(field.name, name)) return &field.value;
  }
  return nullptr;
}

HttpAnswer json_answer(int status, std::string body) {
  return {status, {{"Content-Type", "application/json"}}, std::move(body)};
}

std::string http_head(const HttpAnswer& answer, std::size_t body_bytes, bool closes) {
  const auto status = static_cast<Poco::Net::HTTPResponse::HTTPStatus>(answer.status);
  std::string head =
      std::format("HTTP/1.1 {} {}\r\nDate: {}\r\n", answer.status,
                  Poco::Net::HTTPResponse::getReasonForStatus(status),
                  Poco::DateTimeFormatter::format(Poco::Timestamp(),
                                                  Poco::DateTimeFormat::HTTP_FORMAT));
  for (const HttpField& field : answer.headers) {
    std::format_to(std::back_inserter(head), "{}: {}\r\n", field.name, field.value);
  }
  if (answer.status != 204) {
    std::format_to(std::back_inserter(head), "Content-Length: {}\r\n", body_bytes);
  }
  if (closes) head += "Connection: close\r\n";
  return head += "\r\n";
}

}  // namespace lambda::emulator
