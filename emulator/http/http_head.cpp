// Writes the status line and headers of an answer, with Poco's reasons and dates.
#include "emulator/http/http_head.h"

#include <format>
#include <iterator>

#include <Poco/DateTimeFormat.h>
#include <Poco/DateTimeFormatter.h>
#include <Poco/Net/HTTPResponse.h>
#include <Poco/Timestamp.h>

namespace lambda::emulator {

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
