// HTTP/1.1 over one wire: requests and answers in turn. Bodies of answers may be streamed.
// Source: RFC 9112.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/http/chunked_decoder.h"
#include "core/http/request_head.h"
#include "core/http/response_head.h"
#include "deploy/registry/transport/attempt_error.h"
#include "deploy/registry/transport/body.h"
#include "deploy/registry/transport/wire.h"

namespace lambda::registry {

/// The most that an answer may have, apart from a streamed body.
inline constexpr std::size_t kAnswerBytesMax = 4u << 20;

/// Borrows its body. Host, Content-Length and User-Agent are added by the connection.
struct Request {
  std::string method;
  std::vector<std::pair<std::string, std::string>> headers = {};
  Body* body = nullptr;  // Null: none.
};

/// Owns its texts.
struct Answer {
  int status = 0;
  std::vector<std::pair<std::string, std::string>> headers = {};
  std::string body = {};

  /// The first with that name, in any case; empty when it is absent.
  std::string_view header(std::string_view name) const;
};

/// Serves one thread at a time.
class Connection {
 public:
  Connection(std::unique_ptr<Wire> wire, Origin origin, const Waits& waits);

  /// Sends `request` for `target`, and reads the head of the answer. The body is then to be read.
  /// Error: the wire's and the body's; Registry.MalformedAnswer, kPassing.
  std::expected<Answer, AttemptError> begin(const Request& request, const std::string& target);

  /// The next bytes of the answer's body; 0 at its end.
  std::expected<std::size_t, AttemptError> read(std::span<char> room);

  /// begin(), and the whole body, of which all beyond `body_bytes_max` is dropped.
  std::expected<Answer, AttemptError> exchange(const Request& request, const std::string& target,
                                               std::size_t body_bytes_max = kAnswerBytesMax);

  /// Whether another request may follow: the last answer was read to its end, and the connection is
  /// kept alive.
  bool is_reusable() const { return is_body_over_ && is_kept_alive_; }

  /// Whether anything came of the last answer. If not, a connection that was used before may have
  /// been closed meanwhile.
  bool has_received() const { return has_received_; }

  const Origin& origin() const { return origin_; }

 private:
  std::expected<void, AttemptError> send(const Request& request, const std::string& target);
  std::expected<Answer, AttemptError> receive_head(bool is_head_request,
                                                   std::chrono::milliseconds limit);
  std::expected<std::size_t, AttemptError> read_chunked(std::span<char> room);
  std::expected<std::size_t, AttemptError> take(std::span<char> room);

  std::unique_ptr<Wire> wire_;
  Origin origin_;
  Waits waits_;
  http::RequestHead head_;
  http::ResponseHeadParser parser_;
  http::ChunkedDecoder chunks_;
  std::string received_;  // Bytes behind the head that were not read yet.
  http::BodyFraming framing_ = http::BodyFraming::kNone;
  std::uint64_t body_bytes_left_ = 0;
  bool is_body_over_ = true;
  bool is_kept_alive_ = true;
  bool has_received_ = false;
};

}  // namespace lambda::registry
