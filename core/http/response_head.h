// Parses the head of an HTTP/1.1 response as its bytes arrive. No I/O, no allocation.
// Source: RFC 9112 sections 2 to 6 (message, status line, fields, body length); RFC 9110 section 5.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <span>
#include <string_view>

#include "core/errors/error.h"
#include "core/http/header_view.h"

namespace lambda::http {

inline constexpr std::size_t kHeadBytesMax = 64 * 1024;
inline constexpr std::size_t kHeadersMax = 64;

/// How the end of the body is found.
enum class BodyFraming {
  kNone,           // The status forbids a body.
  kContentLength,  // `content_length` bytes.
  kChunked,        // Until the last chunk.
  kUntilClose,     // Until the peer closes the connection.
};

/// Feed it everything received so far, until it reports the size of the head. Reusable after
/// reset().
class ResponseHeadParser {
 public:
  /// `received`: everything received for this message; a later call must pass the same bytes at the
  /// same address, followed by what has arrived since. The views point into them.
  /// Result: the head's size in bytes; no value while it is incomplete.
  /// Error: Runtime.MalformedHttp when the bytes break the protocol or exceed a maximum.
  std::expected<std::optional<std::size_t>, Error> feed(std::string_view received);

  /// Forgets the message; call it before the next one, and after moving the bytes.
  void reset();

  int status() const { return status_; }
  std::span<const HeaderView> headers() const { return {headers_.data(), header_count_}; }
  BodyFraming framing() const;
  std::uint64_t content_length() const { return content_length_.value_or(0); }
  bool is_keep_alive() const { return is_keep_alive_; }

 private:
  bool find_line_end(std::string_view received);
  std::expected<void, Error> parse_status_line(std::string_view line);
  std::expected<void, Error> parse_field_line(std::string_view rest, std::size_t line_bytes);
  std::expected<void, Error> note_framing(const HeaderView& header);

  std::array<HeaderView, kHeadersMax> headers_;
  std::size_t header_count_ = 0;
  std::size_t line_begin_ = 0;  // Where the first line not yet parsed begins.
  std::size_t searched_ = 0;    // Up to where that line has no end.
  int status_ = 0;              // 0 until the status line was parsed.
  std::optional<std::uint64_t> content_length_;
  bool is_chunked_ = false;
  bool is_keep_alive_ = true;
};

}  // namespace lambda::http
