// Fields of a message, and the head of an answer with Poco's reasons and dates.
#include "emulator/http/http_message.h"

#include <algorithm>
#include <format>
#include <iterator>
#include <utility>

#include <Poco/DateTimeFormat.h>
#include <Poco/DateTimeFormatter.h>
#include <Poco/Net/HTTPResponse.h>
#include <Poco/Timestamp.h>

#include "core/http/token.h"

namespace lambda::emulator {
namespace {

bool is_value_char(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return c == '\t' || (byte >= 0x20 && byte != 0x7F);
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) {
    text.remove_prefix(1);
  }
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) {
    text.remove_suffix(1);
  }
  return text;
}

}  // namespace

const std::string* find_field(const std::vector<HttpField>& fields, std::string_view name) {
  for (const HttpField& field : fields) {
    if (http::is_same_token(field.name, name)) {
      return &field.value;
    }
  }
  return nullptr;
}

std::expected<HttpField, HttpFault> parse_http_field(std::string_view line) {
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos || !http::is_token(line.substr(0, colon))) {
    return std::unexpected(HttpFault{400, "A header line is not \"Name: value\"."});
  }
  const std::string_view name = line.substr(0, colon);
  const std::string_view value = trim(line.substr(colon + 1));
  if (!std::ranges::all_of(value, is_value_char)) {
    return std::unexpected(
        HttpFault{400, std::format("Header {} has a control character in its value.", name)});
  }
  return HttpField{std::string(name), std::string(value)};
}

HttpAnswer json_answer(int status, std::string body) {
  return {status, {{"Content-Type", "application/json"}}, std::move(body)};
}

std::string http_head(const HttpAnswer& answer, std::size_t body_bytes, bool closes) {
  const auto status = static_cast<Poco::Net::HTTPResponse::HTTPStatus>(answer.status);
  std::string head = std::format(
      "HTTP/1.1 {} {}\r\nDate: {}\r\n", answer.status,
      Poco::Net::HTTPResponse::getReasonForStatus(status),
      Poco::DateTimeFormatter::format(Poco::Timestamp(), Poco::DateTimeFormat::HTTP_FORMAT));
  for (const HttpField& field : answer.headers) {
    std::format_to(std::back_inserter(head), "{}: {}\r\n", field.name, field.value);
  }
  if (answer.status != 204) {
    std::format_to(std::back_inserter(head), "Content-Length: {}\r\n", body_bytes);
  }
  if (closes) {
    head += "Connection: close\r\n";
  }
  return head += "\r\n";
}

}  // namespace lambda::emulator
