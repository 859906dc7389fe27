// The one seam between our HTTP and the network: bytes both ways, plain or TLS.
// Source: RFC 9112 section 9 (connections); sendfile(2).
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <span>
#include <string_view>

#include "deploy/registry/transport/attempt_error.h"
#include "deploy/registry/transport/url.h"

namespace lambda::registry {

/// How long each step may take.
struct Waits {
  std::chrono::milliseconds connect{10'000};
  std::chrono::milliseconds stall{30'000};    // While sending, until the peer takes another byte.
  std::chrono::milliseconds answer{120'000};  // From the request's end, until another byte comes.
};

/// The type of the error of a send that the peer answered before it was over.
inline constexpr std::string_view kAnsweredEarly = "Registry.AnsweredEarly";

/// One connection. All errors are kPassing: a new connection may succeed. After an error it can
/// only be closed, except that an answer may still be received after a failed send. Error:
/// Registry.ConnectionLost; Registry.Stalled; kAnsweredEarly from sends.
class Wire {
 public:
  virtual ~Wire() = default;

  /// Sends all of `bytes`.
  virtual std::expected<void, AttemptError> send(std::string_view bytes) = 0;

  /// Sends at most `count` bytes, more than 0, of `file` from `offset` on. Result: how many, never
  /// 0. Error also: Registry.FileChanged when the file ends before.
  virtual std::expected<std::uint64_t, AttemptError> send_file(int file, std::uint64_t offset,
                                                               std::uint64_t count) = 0;

  /// At least one byte into `room`, within `limit`; 0 when the peer has closed.
  virtual std::expected<std::size_t, AttemptError> receive(std::span<char> room,
                                                           std::chrono::milliseconds limit) = 0;
};

/// Connects to an origin. Error: Registry.CannotConnect, kPassing; Registry.Untrusted,
/// kLasting.
using Connect = std::function<std::expected<std::unique_ptr<Wire>, AttemptError>(const Origin&)>;

/// Errors of wires, for their implementations.
std::unexpected<AttemptError> connection_lost(const Origin& peer, std::string_view reason);
std::unexpected<AttemptError> stalled(const Origin& peer, std::chrono::milliseconds limit);
std::unexpected<AttemptError> file_changed();

}  // namespace lambda::registry
