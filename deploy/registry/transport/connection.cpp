// A send that fails may have an answer that says why: it is read before giving up.
#include "deploy/registry/transport/connection.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "core/http/header_view.h"

namespace lambda::registry {
namespace {

constexpr std::chrono::milliseconds kLastWordsWait{500};
constexpr std::string_view kUserAgent = "lambda-deploy/" LAMBDA_VERSION;

std::unexpected<AttemptError> malformed(const Origin& origin, const std::string& rule) {
  return std::unexpected(
      AttemptError{Outlook::kPassing, "Registry.MalformedAnswer",
                   authority(origin) + " sent a malformed HTTP answer: " + rule});
}

}  // namespace

std::string_view Answer::header(std::string_view name) const {
  for (const auto& [known, value] : headers) {
    if (http::is_header(known, name)) {
      return value;
    }
  }
  return {};
}

Connection::Connection(std::unique_ptr<Wire> wire, Origin origin, const Waits& waits)
    : wire_(std::move(wire)), origin_(std::move(origin)), waits_(waits) {}

std::expected<void, AttemptError> Connection::send(const Request& request,
                                                   const std::string& target) {
  head_.begin(request.method, target);
  head_.add("Host", authority(origin_)).add("User-Agent", kUserAgent);
  for (const auto& [name, value] : request.headers) {
    head_.add(name, value);
  }
  const bool has_content = request.method != "GET" && request.method != "HEAD";
  if (has_content) {
    head_.add("Content-Length", request.body == nullptr ? 0 : request.body->size());
  }
  const std::string_view head = head_.finish();
  if (head.empty()) {
    return std::unexpected(
        AttemptError{Outlook::kLasting, "Registry.BadRequest",
                     "a request to " + authority(origin_) +
                         " holds what no header may hold. Is there a line end in the "
                         "password or token?"});
  }
  if (auto sent = wire_->send(head); !sent) {
    return sent;
  }
  return request.body == nullptr ? std::expected<void, AttemptError>{} : request.body->send(*wire_);
}

std::expected<Answer, AttemptError> Connection::begin(const Request& request,
                                                      const std::string& target) {
  received_.clear();
  has_received_ = false;
  is_body_over_ = false;
  const bool is_head_request = request.method == "HEAD";
  const auto sent = send(request, target);
  if (sent) {
    return receive_head(is_head_request, waits_.answer);
  }
  is_kept_alive_ = false;
  if (sent.error().outlook != Outlook::kPassing) {
    return std::unexpected(sent.error());
  }
  // What failed may be the peer's closing after it said why.
  auto answer = receive_head(is_head_request, kLastWordsWait);
  is_kept_alive_ = false;
  if (answer && answer->status < 400 && answer->status != 307 && answer->status != 308) {
    return std::unexpected(sent.error());  // No success without the whole request.
  }
  return answer ? std::move(answer) : std::unexpected(sent.error());
}

std::expected<Answer, AttemptError> Connection::receive_head(bool is_head_request,
                                                             std::chrono::milliseconds limit) {
  constexpr std::size_t kReadBytes = 16 * 1024;
  parser_.reset();
  while (true) {
    const std::size_t had = received_.size();
    received_.resize(had + kReadBytes);
    const auto count = wire_->receive({received_.data() + had, kReadBytes}, limit);
    received_.resize(had + count.value_or(0));
    if (!count) {
      return std::unexpected(count.error());
    }
    if (*count == 0) {
      return connection_lost(origin_, "it was closed before an answer came");
    }
    has_received_ = true;
    parser_.reset();  // The bytes may have moved.
    auto head_bytes = parser_.feed(received_);
    while (head_bytes && *head_bytes && parser_.status() < 200) {
      received_.erase(0, **head_bytes);
      parser_.reset();
      head_bytes = parser_.feed(received_);
    }
    if (!head_bytes) {
      return malformed(origin_, head_bytes.error().message);
    }
    if (!*head_bytes) {
      continue;
    }
    Answer answer{.status = parser_.status()};
    for (const http::HeaderView& header : parser_.headers()) {
      answer.headers.emplace_back(header.name, header.value);
    }
    framing_ = is_head_request ? http::BodyFraming::kNone : parser_.framing();
    body_bytes_left_ = parser_.content_length();
    chunks_ = {};
    is_kept_alive_ = parser_.is_keep_alive() && framing_ != http::BodyFraming::kUntilClose;
    is_body_over_ = framing_ == http::BodyFraming::kNone ||
                    (framing_ == http::BodyFraming::kContentLength && body_bytes_left_ == 0);
    received_.erase(0, **head_bytes);
    if (is_body_over_ && !received_.empty()) {
      is_kept_alive_ = false;
    }
    return answer;
  }
}

/// Bytes as they came, those received with the head first.
std::expected<std::size_t, AttemptError> Connection::take(std::span<char> room) {
  if (received_.empty()) {
    return wire_->receive(room, waits_.answer);
  }
  const std::size_t count = std::min(room.size(), received_.size());
  std::memcpy(room.data(), received_.data(), count);
  received_.erase(0, count);
  return count;
}

std::expected<std::size_t, AttemptError> Connection::read(std::span<char> room) {
  if (is_body_over_ || room.empty()) {
    return 0;
  }
  if (framing_ == http::BodyFraming::kChunked) {
    return read_chunked(room);
  }
  if (framing_ == http::BodyFraming::kContentLength && room.size() > body_bytes_left_) {
    room = room.first(static_cast<std::size_t>(body_bytes_left_));
  }
  const auto count = take(room);
  if (!count) {
    return count;
  }
  if (framing_ == http::BodyFraming::kUntilClose) {
    is_body_over_ = *count == 0;
    return count;
  }
  if (*count == 0) {
    return connection_lost(origin_, "it was closed within an answer");
  }
  body_bytes_left_ -= *count;
  is_body_over_ = body_bytes_left_ == 0;
  if (is_body_over_ && !received_.empty()) {
    is_kept_alive_ = false;
  }
  return count;
}

std::expected<std::size_t, AttemptError> Connection::read_chunked(std::span<char> room) {
  while (true) {
    const auto count = take(room);
    if (!count) {
      return count;
    }
    if (*count == 0) {
      return connection_lost(origin_, "it was closed within an answer");
    }
    const auto progress = chunks_.decode(room.first(*count));
    if (!progress) {
      return malformed(origin_, progress.error().message);
    }
    if (progress->is_complete) {
      is_body_over_ = true;
      if (progress->consumed < *count || !received_.empty()) {
        is_kept_alive_ = false;
      }
      return progress->decoded;
    }
    if (progress->decoded > 0) {
      return progress->decoded;
    }
  }
}

std::expected<Answer, AttemptError> Connection::exchange(const Request& request,
                                                         const std::string& target,
                                                         std::size_t body_bytes_max) {
  auto answer = begin(request, target);
  if (!answer) {
    return answer;
  }
  std::array<char, 16 * 1024> part;
  while (answer->body.size() < body_bytes_max) {
    const auto count = read(part);
    if (!count) {
      return std::unexpected(count.error());
    }
    if (*count == 0) {
      break;
    }
    answer->body.append(part.data(), std::min(*count, body_bytes_max - answer->body.size()));
  }
  return answer;
}

}  // namespace lambda::registry
