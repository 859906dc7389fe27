// The parser's lines and rules. Source: RFC 9112 sections 4, 5, 6.3 and 9.3.
#include "runtime/http/response_head.h"

#include <charconv>
#include <cstring>
#include <string>
#include <system_error>
#include <utility>

namespace lambda::http {
namespace {

std::unexpected<Error> malformed(std::string message) {
  return std::unexpected(Error{.remedy = Remedy::kReportAndExit,
                               .type = "Runtime.MalformedHttp",
                               .message = std::move(message)});
}

/// Characters of a field name, RFC 9110 section 5.6.2.
constexpr std::array<bool, 256> make_token_table() {
  std::array<bool, 256> table{};
  for (char c : std::string_view("!#$%&'*+-.^_`|~0123456789"
                                 "abcdefghijklmnopqrstuvwxyz"
                                 "ABCDEFGHIJKLMNOPQRSTUVWXYZ")) {
    table[static_cast<unsigned char>(c)] = true;
  }
  return table;
}
constexpr std::array<bool, 256> kIsToken = make_token_table();

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

bool is_same_word(std::string_view value, std::string_view word) {
  return is_header(value, word);
}

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

std::expected<std::optional<std::size_t>, Error> ResponseHeadParser::feed(
    std::string_view received) {
  while (true) {
    const std::size_t line_feed = received.find('\n', searched_);
    const std::size_t head_bytes = line_feed == std::string_view::npos ? received.size() : line_feed + 1;
    if (head_bytes > kHeadBytesMax) {
      return malformed("the head of the response exceeds " + std::to_string(kHeadBytesMax) + " bytes");
    }
    if (line_feed == std::string_view::npos) {
      searched_ = received.size();
      return std::nullopt;
    }
    if (line_feed == line_begin_ || received[line_feed - 1] != '\r') {
      return malformed("a line of the response's head does not end in CR LF");
    }
    const std::string_view line = received.substr(line_begin_, line_feed - 1 - line_begin_);
    line_begin_ = searched_ = line_feed + 1;
    if (status_ == 0) {
      if (auto parsed = parse_status_line(line); !parsed) {
        return std::unexpected(std::move(parsed.error()));
      }
    } else if (line.empty()) {
      return line_begin_;
    } else if (auto parsed = parse_field_line(line); !parsed) {
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
  int status = 0;
  const auto [end, failure] = std::from_chars(line.data() + 9, line.data() + 12, status);
  if (failure != std::errc{} || end != line.data() + 12 || status < 100) {
    return malformed("the response's status is not a number of three digits from 100 up");
  }
  status_ = status;
  is_keep_alive_ = line[7] == '1';
  return {};
}

std::expected<void, Error> ResponseHeadParser::parse_field_line(std::string_view line) {
  std::size_t name_size = 0;
  while (name_size < line.size() && kIsToken[static_cast<unsigned char>(line[name_size])]) {
    ++name_size;
  }
  if (name_size == 0 || name_size == line.size() || line[name_size] != ':') {
    return malformed("a header of the response is not of the form `name: value`");
  }
  if (header_count_ == kHeadersMax) {
    return malformed("the response has more than " + std::to_string(kHeadersMax) + " headers");
  }
  const std::string_view value = line.substr(name_size + 1);
  if (value.find('\r') != std::string_view::npos || value.find('\0') != std::string_view::npos) {
    return malformed("a header's value contains CR or NUL");
  }
  HeaderView& header = headers_[header_count_++];
  header = {.name = line.substr(0, name_size), .value = trim(value)};
  return note_framing(header);
}

std::expected<void, Error> ResponseHeadParser::note_framing(const HeaderView& header) {
  if (is_header(header.name, "Content-Length")) {
    std::uint64_t length = 0;
    const char* const value_end = header.value.data() + header.value.size();
    const auto [end, failure] = std::from_chars(header.value.data(), value_end, length);
    if (failure != std::errc{} || end != value_end) {
      return malformed("Content-Length is not a decimal number");
    }
    if (content_length_.value_or(length) != length) {
      return malformed("Content-Length is given twice, with different values");
    }
    content_length_ = length;
  } else if (is_header(header.name, "Transfer-Encoding")) {
    if (is_chunked_ || !is_same_word(header.value, "chunked")) {
      return malformed("Transfer-Encoding is something else than `chunked`, once");
    }
    is_chunked_ = true;
  } else if (is_header(header.name, "Connection")) {
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
