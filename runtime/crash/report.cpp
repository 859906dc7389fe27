// Both texts are written into strings whose capacity suffices, so that nothing is allocated.
#include "runtime/crash/report.h"

#include <algorithm>
#include <cstddef>

#include "core/http/request_head.h"
#include "core/json/json_string.h"
#include "core/lambda/api_names.h"
#include "runtime/logging/log.h"

namespace lambda::crash {
namespace {

constexpr std::size_t kMessageBytesMax = 4000;
constexpr std::size_t kTypeBytesMax = 128;
constexpr std::size_t kAuthorityBytesMax = 256;
constexpr std::string_view kOutside = "outside of the program";
// JSON writes a byte as six at most: 26 KB of the texts above, and 2 KB of stack and names.
constexpr std::size_t kTextBytes = 32 * 1024;

/// Replaces what cannot stand in a header.
void append_plain(std::string& text, std::string_view more) {
  for (const char c : more) {
    text += c >= ' ' && c <= '~' ? c : ' ';
  }
}

}  // namespace

Report::Report(const Program& program, std::string_view authority, const logging::Settings& log)
    : program_(program), log_(log), authority_(authority.substr(0, kAuthorityBytesMax)) {
  text_.reserve(2 * kTextBytes);
  body_.reserve(kTextBytes);
}

std::span<const std::string_view> Report::lines_of(const Stack* stack) {
  const std::size_t frames = stack == nullptr ? 0 : stack->count;
  std::size_t count = 0;
  for (; count < frames; ++count) {
    if (stack->offsets[count] == Stack::kOutside) {
      lines_[count] = kOutside;
      continue;
    }
    line_texts_[count] = {};
    lines_[count] = line_texts_[count].add("bootstrap+0x").add_hex(stack->offsets[count]).text();
  }
  if (count > 0 && !program_.build_line().empty()) {
    lines_[count++] = program_.build_line();
  }
  return {lines_.data(), count};
}

std::string_view Report::log_record(const Cause& cause, std::string_view request_id,
                                    std::string_view tenant_id) {
  text_.clear();
  logging::append_record(text_, log_,
                         {.level = logging::Level::kFatal,
                          .message = cause.message.substr(0, kMessageBytesMax),
                          .request_id = request_id.substr(0, kIdBytesMax),
                          .tenant_id = tenant_id.substr(0, kIdBytesMax),
                          .error_type = cause.type.substr(0, kTypeBytesMax),
                          .stack = lines_of(cause.stack),
                          .time = logging::now()});
  return text_;
}

void Report::write_body(const Cause& cause) {
  body_ = "{\"errorMessage\":";
  append_json_string(body_, cause.message.substr(0, kMessageBytesMax));
  body_ += ",\"errorType\":";
  append_json_string(body_, cause.type.substr(0, kTypeBytesMax));
  body_ += ",\"stackTrace\":[";
  for (const std::string_view line : lines_of(cause.stack)) {
    if (body_.back() != '[') {
      body_ += ',';
    }
    append_json_string(body_, line);
  }
  body_ += "]}";
}

std::string_view Report::request(const Cause& cause, const protocol::InvocationKey* key) {
  if (key != nullptr && key->request_id.size() > kIdBytesMax) {
    return {};
  }
  write_body(cause);
  text_ = "POST ";
  if (key == nullptr) {
    text_ += api_names::kInitErrorPath;
  } else {
    text_.append(api_names::kInvocationPathPrefix)
        .append(key->request_id)
        .append(api_names::kErrorPathSuffix);
  }
  text_.append(" HTTP/1.1\r\nHost: ").append(authority_);
  text_.append("\r\nContent-Type: ").append(protocol::kErrorContentType);
  text_.append("\r\n").append(api_names::kErrorType).append(": ");
  append_plain(text_, cause.type.substr(0, kTypeBytesMax));
  if (key != nullptr && !key->invocation_id.empty() &&
      key->invocation_id.size() <= kInvocationIdBytesMax &&
      http::is_header_value(key->invocation_id)) {
    text_.append("\r\n").append(api_names::kInvocationId).append(": ").append(key->invocation_id);
  }
  text_.append("\r\nConnection: close\r\nContent-Length: ");
  text_.append(FixedText<24>().add_number(body_.size()).text());
  text_.append("\r\n\r\n").append(body_);
  return text_;
}

}  // namespace lambda::crash
