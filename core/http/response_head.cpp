// The parser's lines and rules. Source: RFC 9112 sections 4, 5, 6.3 and 9.3.
#include "core/http/response_head.h"

#include <limits>
#include <string>
#include <utility>

#include "core/http/scan.h"

namespace lambda::http {
namespace {

std::unexpected<Error> malformed(std::string message) {
  return failure("Runtime.MalformedHttp", std::move(message));
}

constexpr std::string_view kContentLength = "Content-Length";
constexpr std::string_view kTransferEncoding = "Transfer-Encoding";
constexpr std::string_view kConnection = "Connection";

constexpr bool is_blank(char c) { return c == ' ' || c == '\t'; }

std::string_view trim(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) {
    text.remove_prefix(1);
  }
  while (!text.empty() && is_blank(text.back())) {
    text.remove_suffix(1);
  }
  return text;
}

bool is_same_word(std::string_view value, std::string_view word) { return is_header(value, word); }

bool lists_word(std::string_view list, std::string_view word) {
  while (true) {
    const std::size_t comma = list.find(',');
    if (is_same_word(trim(list.substr(0, comma)), word)) {
      return true;
    }
    if (comma == std::string_view::npos) {
      return false;
    }
    list.remove_prefix(comma + 1);
  }
}

}  // namespace

void ResponseHeadParser::reset() {
  header_count_ = 0;
  line_begin_ = 0;
  searched_ = 0;
  status_ = 0;
  content_length_.reset();
  is_chunked_ = false;
  is_keep_alive_ = true;
}

/// Moves `searched_` to the next CR, LF or NUL. False when there is none yet.
bool ResponseHeadParser::find_line_end(std::string_view received) {
  constexpr unsigned char kAboveLineEnds = '\r' + 1;
  while ((searched_ = find_below(received, kAboveLineEnds, searched_)) < received.size()) {
    const char found = received[searched_];
    if (found == '\r' || found == '\n' || found == '\0') {
      return true;
    }
    ++searched_;
  }
  return false;
}

std::expected<std::optional<std::size_t>, Error> ResponseHeadParser::feed(
    std::string_view received) {
  while (true) {
    const bool has_line_end = find_line_end(received);
    if (searched_ > kHeadBytesMax) {
      return malformed("the head of the response exceeds " + std::to_string(kHeadBytesMax) +
                       " bytes");
    }
    const bool is_at_end = searched_ + 1 >= received.size();
    if (!has_line_end || (is_at_end && received[searched_] == '\r')) {
      return std::nullopt;
    }
    if (is_at_end || received[searched_] != '\r' || received[searched_ + 1] != '\n') {
      return malformed("the response's head has a CR, LF or NUL that does not end a line");
    }
    const std::string_view rest = received.substr(line_begin_);
    const std::size_t line_bytes = searched_ - line_begin_;
    line_begin_ = searched_ += 2;
    if (status_ == 0) {
      if (auto parsed = parse_status_line(rest.substr(0, line_bytes)); !parsed) {
        return std::unexpected(std::move(parsed.error()));
      }
    } else if (line_bytes == 0) {
      return line_begin_;
    } else if (auto parsed = parse_field_line(rest, line_bytes); !parsed) {
      return std::unexpected(std::move(parsed.error()));
    }
  }
}

std::expected<void, Error> ResponseHeadParser::parse_status_line(std::string_view line) {
  constexpr std::string_view kVersion = "HTTP/1.";
  // HTTP/1.x, a space, three digits, and a reason that may be left out together with its space.
  if (line.size() < 12 || !line.starts_with(kVersion) || (line[7] != '0' && line[7] != '1') ||
      line[8] != ' ' || (line.size() > 12 && line[12] != ' ')) {
    return malformed("the response does not begin with an HTTP/1.x status line");
  }
  const auto status = parse_decimal(line.substr(9, 3));
  if (!status || *status < 100) {
    return malformed("the response's status is not a number of three digits from 100 up");
  }
  status_ = static_cast<int>(*status);
  is_keep_alive_ = line[7] == '1';
  return {};
}

/// The line is the first `line_bytes` of `rest`; a CR follows it.
std::expected<void, Error> ResponseHeadParser::parse_field_line(std::string_view rest,
                                                                std::size_t line_bytes) {
  // A name is made of token characters. It is enough to refuse white space, which could fold a line
  // or hide a name: no name with another character is a known header's.
  const std::size_t name_size = find_name_end(rest);
  if (name_size == 0 || name_size >= line_bytes || rest[name_size] != ':') {
    return malformed("a header of the response is not of the form `name: value`");
  }
  if (header_count_ == kHeadersMax) {
    return malformed("the response has more than " + std::to_string(kHeadersMax) + " headers");
  }
  HeaderView& header = headers_[header_count_++];
  header = {.name = rest.substr(0, name_size),
            .value = trim(rest.substr(name_size + 1, line_bytes - name_size - 1))};
  switch (name_size) {
    case kContentLength.size():
    case kTransferEncoding.size():
    case kConnection.size():
      return note_framing(header);
    default:
      return {};
  }
}

std::expected<void, Error> ResponseHeadParser::note_framing(const HeaderView& header) {
  if (is_header(header.name, kContentLength)) {
    const auto length = parse_decimal(header.value);
    if (!length) {
      return malformed("Content-Length is not a number of bytes in decimal digits, at most " +
                       std::to_string(std::numeric_limits<std::uint64_t>::max()));
    }
    if (content_length_.value_or(*length) != *length) {
      return malformed("Content-Length is given twice, with different values");
    }
    content_length_ = length;
  } else if (is_header(header.name, kTransferEncoding)) {
    if (is_chunked_ || !is_same_word(header.value, "chunked")) {
      return malformed("Transfer-Encoding is something else than `chunked`, once");
    }
    is_chunked_ = true;
  } else if (is_header(header.name, kConnection)) {
    if (lists_word(header.value, "close")) {
      is_keep_alive_ = false;
    } else if (lists_word(header.value, "keep-alive")) {
      is_keep_alive_ = true;
    }
  }
  if (is_chunked_ && content_length_) {
    return malformed("Content-Length and Transfer-Encoding contradict each other");
  }
  return {};
}

BodyFraming ResponseHeadParser::framing() const {
  if (status_ < 200 || status_ == 204 || status_ == 304) {
    return BodyFraming::kNone;
  }
  if (is_chunked_) {
    return BodyFraming::kChunked;
  }
  return content_length_ ? BodyFraming::kContentLength : BodyFraming::kUntilClose;
}

}  // namespace lambda::http
