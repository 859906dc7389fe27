// Makes HTTP requests out of bytes, as they come. Source: RFC 9112, sections 2, 3, 6 and 9.
#include "emulator/http/http_request_parser.h"

#include <algorithm>
#include <charconv>
#include <format>
#include <utility>

#include "core/http/token.h"
#include "emulator/http/http_message.h"

namespace lambda::emulator {
namespace {

constexpr std::size_t kBodyReserveMax = 8 * 1024 * 1024;

std::unexpected<HttpFault> fault(int status, std::string message) {
  return std::unexpected(HttpFault{status, std::move(message)});
}

std::unexpected<HttpFault> too_large(const HttpLimits& limits) {
  return fault(413, std::format("The body is larger than {} bytes.", limits.body_bytes_max));
}

std::size_t count_fields(const std::vector<HttpField>& fields, std::string_view name) {
  return static_cast<std::size_t>(std::ranges::count_if(
      fields, [&](const HttpField& field) { return http::is_same_token(field.name, name); }));
}

/// Whether `token` is one of those in `list`, which commas separate.
bool lists_token(std::string_view list, std::string_view token) {
  while (!list.empty()) {
    std::string_view part = list.substr(0, list.find(','));
    list.remove_prefix(std::min(list.size(), part.size() + 1));
    while (part.starts_with(' ') || part.starts_with('\t')) {
      part.remove_prefix(1);
    }
    while (part.ends_with(' ') || part.ends_with('\t')) {
      part.remove_suffix(1);
    }
    if (http::is_same_token(part, token)) {
      return true;
    }
  }
  return false;
}

/// Whether a line of `head` ends without CR. The bytes before `seen` were looked at before.
bool has_bare_line_feed(std::string_view head, std::size_t seen) {
  for (std::size_t at = head.find('\n', seen); at != std::string_view::npos;
       at = head.find('\n', at + 1)) {
    if (at == 0 || head[at - 1] != '\r') {
      return true;
    }
  }
  return false;
}

}  // namespace

std::expected<std::size_t, HttpFault> HttpRequestParser::feed(std::string_view bytes) {
  std::size_t consumed = 0;
  while (consumed < bytes.size() && state_ != State::kComplete) {
    const auto taken = step(bytes.substr(consumed));
    if (!taken) {
      return taken;
    }
    consumed += *taken;
  }
  return consumed;
}

std::expected<std::size_t, HttpFault> HttpRequestParser::step(std::string_view bytes) {
  if (state_ == State::kHead) {
    return feed_head(bytes);
  }
  if (state_ == State::kChunkedBody) {
    return feed_chunked(bytes);
  }
  const std::size_t taken = std::min<std::uint64_t>(fixed_bytes_left_, bytes.size());
  if (auto stored = store(bytes.substr(0, taken)); !stored) {
    return std::unexpected(std::move(stored.error()));
  }
  fixed_bytes_left_ -= taken;
  if (fixed_bytes_left_ == 0) {
    state_ = State::kComplete;
  }
  return taken;
}

std::expected<std::size_t, HttpFault> HttpRequestParser::feed_head(std::string_view bytes) {
  // Empty lines before a request are skipped (RFC 9112, section 2.2).
  std::size_t skipped = 0;
  if (head_.empty()) {
    while (skipped < bytes.size() && (bytes[skipped] == '\r' || bytes[skipped] == '\n')) {
      ++skipped;
    }
    bytes.remove_prefix(skipped);
  }
  const std::size_t seen = head_.size();
  const std::size_t taken = std::min(bytes.size(), limits_.head_bytes_max - seen);
  head_ += bytes.substr(0, taken);
  const std::size_t end = head_.find("\r\n\r\n", seen < 3 ? 0 : seen - 3);
  if (has_bare_line_feed(std::string_view(head_).substr(0, end), seen)) {
    return fault(400, "A line of the request's headers does not end with CR LF.");
  }
  if (end == std::string::npos) {
    if (head_.size() == limits_.head_bytes_max) {
      return fault(431, std::format("The request's headers are larger than {} bytes.",
                                    limits_.head_bytes_max));
    }
    return skipped + taken;
  }
  head_.resize(end + 2);
  if (auto parsed = parse_head(); !parsed) {
    return std::unexpected(std::move(parsed.error()));
  }
  return skipped + end + 4 - seen;
}

std::expected<void, HttpFault> HttpRequestParser::parse_head() {
  std::string_view rest = head_;
  bool is_first = true;
  while (!rest.empty()) {
    const std::size_t end = rest.find("\r\n");
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end + 2);
    if (std::exchange(is_first, false)) {
      if (auto parsed = parse_request_line(line); !parsed) {
        return parsed;
      }
      continue;
    }
    if (request_.headers.size() == limits_.headers_max) {
      return fault(431, std::format("The request has more than {} headers.", limits_.headers_max));
    }
    auto field = parse_http_field(line);
    if (!field) {
      return std::unexpected(std::move(field.error()));
    }
    request_.headers.push_back(std::move(*field));
  }
  decide_keep_alive();
  if (auto checked = check_host(); !checked) {
    return checked;
  }
  if (auto decided = decide_expectation(); !decided) {
    return decided;
  }
  return decide_framing();
}

std::expected<void, HttpFault> HttpRequestParser::parse_request_line(std::string_view line) {
  const std::size_t first = line.find(' ');
  const std::size_t last = line.rfind(' ');
  if (first == std::string_view::npos || first == last) {
    return fault(400, "The first line is not \"METHOD target HTTP/1.1\".");
  }
  const std::string_view method = line.substr(0, first);
  const std::string_view target = line.substr(first + 1, last - first - 1);
  const std::string_view version = line.substr(last + 1);
  const auto is_visible = [](char c) { return c > ' ' && c < 0x7F; };
  if (!http::is_token(method) || target.empty() || !std::ranges::all_of(target, is_visible)) {
    return fault(400, "The first line is not \"METHOD target HTTP/1.1\".");
  }
  if (version != "HTTP/1.1" && version != "HTTP/1.0") {
    return fault(505, "Only HTTP/1.1 and HTTP/1.0 are spoken here.");
  }
  request_.method = method;
  request_.target = target;
  is_http_1_0_ = version == "HTTP/1.0";
  return {};
}

void HttpRequestParser::decide_keep_alive() {
  request_.is_kept_alive = !is_http_1_0_;
  for (const HttpField& field : request_.headers) {
    if (!http::is_same_token(field.name, "Connection")) {
      continue;
    }
    if (lists_token(field.value, "close")) {
      request_.is_kept_alive = false;
      return;
    }
    if (lists_token(field.value, "keep-alive")) {
      request_.is_kept_alive = true;
    }
  }
}

std::expected<void, HttpFault> HttpRequestParser::check_host() const {
  const std::size_t hosts = count_fields(request_.headers, "Host");
  if (hosts == 1 || (hosts == 0 && is_http_1_0_)) {
    return {};
  }
  return fault(400, hosts == 0 ? "The request has no Host header."
                               : "The request has more than one Host header.");
}

std::expected<void, HttpFault> HttpRequestParser::decide_expectation() {
  const std::string* expectation = find_field(request_.headers, "Expect");
  if (expectation == nullptr || is_http_1_0_) {
    return {};  // HTTP/1.0 knows none.
  }
  if (!http::is_same_token(*expectation, "100-continue")) {
    return fault(417, "The only expectation that is met here is \"100-continue\".");
  }
  awaits_continue_ = true;
  return {};
}

std::expected<void, HttpFault> HttpRequestParser::decide_coding(const std::string& coding) {
  // Read otherwise than its sender meant, the rest of the body would be the next request.
  if (count_fields(request_.headers, "Transfer-Encoding") > 1 || is_http_1_0_) {
    return fault(400, "Transfer-Encoding may stand once, and not in HTTP/1.0.");
  }
  if (!http::is_same_token(coding, "chunked")) {
    return fault(501, "The only Transfer-Encoding spoken here is \"chunked\".");
  }
  state_ = State::kChunkedBody;
  return {};
}

std::expected<void, HttpFault> HttpRequestParser::decide_framing() {
  const std::string* length = find_field(request_.headers, "Content-Length");
  const std::string* coding = find_field(request_.headers, "Transfer-Encoding");
  if (coding != nullptr && length != nullptr) {
    return fault(400, "Content-Length and Transfer-Encoding exclude each other.");
  }
  if (coding != nullptr) {
    return decide_coding(*coding);
  }
  if (length == nullptr) {
    state_ = State::kComplete;
    return {};
  }
  for (const HttpField& field : request_.headers) {
    if (http::is_same_token(field.name, "Content-Length") && field.value != *length) {
      return fault(400, "Two Content-Length headers differ.");
    }
  }
  const char* end = length->data() + length->size();
  const auto [stop, error] = std::from_chars(length->data(), end, fixed_bytes_left_);
  if (length->empty() || stop != end || error == std::errc::invalid_argument) {
    return fault(400, "Content-Length is not a number.");
  }
  if (error == std::errc::result_out_of_range) {
    fixed_bytes_left_ = UINT64_MAX;
  }
  state_ = fixed_bytes_left_ == 0 ? State::kComplete : State::kFixedBody;
  if (fixed_bytes_left_ > limits_.body_bytes_read_max) {
    return too_large(limits_);
  }
  if (fixed_bytes_left_ <= limits_.body_bytes_max) {
    request_.body.reserve(std::min<std::uint64_t>(fixed_bytes_left_, kBodyReserveMax));
  }
  request_.is_body_too_large = fixed_bytes_left_ > limits_.body_bytes_max;
  return {};
}

std::expected<std::size_t, HttpFault> HttpRequestParser::feed_chunked(std::string_view bytes) {
  auto step = chunks_.step(bytes);
  if (!step) {
    return std::unexpected(std::move(step.error()));
  }
  if (auto stored = store(step->payload); !stored) {
    return std::unexpected(std::move(stored.error()));
  }
  // A chunk that can never be taken whole is not waited for.
  if (chunks_.chunk_bytes_left() > limits_.body_bytes_read_max - body_bytes_seen_) {
    return too_large(limits_);
  }
  if (chunks_.is_done()) {
    request_.trailers = chunks_.take_trailers();
    state_ = State::kComplete;
  }
  return step->consumed;
}

std::expected<void, HttpFault> HttpRequestParser::store(std::string_view payload) {
  body_bytes_seen_ += payload.size();
  request_.body_bytes = body_bytes_seen_;
  if (body_bytes_seen_ > limits_.body_bytes_read_max) {
    return too_large(limits_);
  }
  if (body_bytes_seen_ > limits_.body_bytes_max) {
    request_.is_body_too_large = true;
  }
  if (request_.is_body_too_large) {
    std::string().swap(request_.body);
  } else {
    request_.body += payload;
  }
  return {};
}

HttpRequest HttpRequestParser::take() {
  HttpRequest request = std::move(request_);
  *this = HttpRequestParser(limits_);
  return request;
}

}  // namespace lambda::emulator
