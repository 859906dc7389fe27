// Base64 to and from text, by Poco's streams. Source: RFC 4648, section 4.
#include "core/text/base64_text.h"

#include <algorithm>
#include <sstream>

#include <Poco/Base64Decoder.h>
#include <Poco/Base64Encoder.h>
#include <Poco/Exception.h>

namespace lambda {
namespace {

bool is_base64_char(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' ||
         c == '/';
}

}  // namespace

std::string to_base64(std::string_view bytes) {
  std::ostringstream out;
  Poco::Base64Encoder encoder(out);
  encoder.rdbuf()->setLineLength(0);
  encoder.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  encoder.close();
  return out.str();
}

std::optional<std::string> from_base64(std::string_view text) {
  // Poco skips what it does not know; a header must not.
  if (text.size() % 4 != 0) {
    return std::nullopt;
  }
  std::size_t end = text.size();
  while (end > 0 && text.size() - end < 2 && text[end - 1] == '=') {
    --end;
  }
  if (!std::all_of(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(end), is_base64_char)) {
    return std::nullopt;
  }
  try {
    std::istringstream in{std::string(text)};
    Poco::Base64Decoder decoder(in);
    std::ostringstream out;
    char buffer[1024];
    while (decoder.read(buffer, sizeof buffer) || decoder.gcount() > 0) {
      out.write(buffer, decoder.gcount());
    }
    return out.str();
  } catch (const Poco::Exception&) {
    return std::nullopt;
  }
}

}  // namespace lambda
