// Makes HTTP requests out of bytes, as they come. No I/O. Source: RFC 9112.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

#include "emulator/http/chunked_request_decoder.h"
#include "emulator/http/http_message.h"

namespace lambda::emulator {

/// What one request may cost.
struct HttpLimits {
  std::size_t head_bytes_max = 64 * 1024;
  std::size_t headers_max = 200;
  std::size_t body_bytes_max = 6 * 1024 * 1024;          // More is counted, not kept.
  std::uint64_t body_bytes_read_max = 64 * 1024 * 1024;  // More is a fault: 413 and close.
};

/// Fed with any cut of the stream. One request at a time: what follows it is not consumed.
class HttpRequestParser {
 public:
  explicit HttpRequestParser(HttpLimits limits) : limits_(limits) {}

  /// Bytes consumed: all of them, unless the request is complete before their end.
  /// Error: what the peer must be told; the connection cannot go on after it.
  std::expected<std::size_t, HttpFault> feed(std::string_view bytes);

  /// No byte of a request was seen yet.
  bool is_idle() const { return state_ == State::kHead && head_.empty(); }
  bool is_complete() const { return state_ == State::kComplete; }
  /// The peer waits for "100 Continue" before it sends the body.
  bool awaits_continue() const { return awaits_continue_ && body_bytes_seen_ == 0; }
  /// The headers, once they are complete; null before.
  const HttpRequest* head() const { return state_ == State::kHead ? nullptr : &request_; }
  void continue_was_sent() { awaits_continue_ = false; }

  /// The complete request. The parser is ready for the next one afterwards.
  HttpRequest take();

 private:
  enum class State { kHead, kFixedBody, kChunkedBody, kComplete };

  std::expected<std::size_t, HttpFault> step(std::string_view bytes);
  std::expected<std::size_t, HttpFault> feed_head(std::string_view bytes);
  std::expected<std::size_t, HttpFault> feed_chunked(std::string_view bytes);
  std::expected<void, HttpFault> parse_head();
  std::expected<void, HttpFault> parse_request_line(std::string_view line);
  std::expected<void, HttpFault> check_host() const;
  std::expected<void, HttpFault> decide_expectation();
  std::expected<void, HttpFault> decide_coding(const std::string& coding);
  std::expected<void, HttpFault> decide_framing();
  void decide_keep_alive();
  std::expected<void, HttpFault> store(std::string_view payload);

  HttpLimits limits_;
  State state_ = State::kHead;
  std::string head_;
  bool is_http_1_0_ = false;
  bool awaits_continue_ = false;
  std::uint64_t fixed_bytes_left_ = 0;
  std::uint64_t body_bytes_seen_ = 0;
  ChunkedRequestDecoder chunks_;
  HttpRequest request_;
};

}  // namespace lambda::emulator
