// A TCP proxy that makes a server on 127.0.0.1 far away: each round trip takes longer, and as many
// bytes a second go through as before.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>

namespace lambda::peers {

/// Serves from threads of its own until it is destroyed.
class DelayProxy {
 public:
  /// Adds `round_trip` to each: half on each way, and one whole before a connection's first byte,
  /// as a handshake has it.
  DelayProxy(uint16_t behind, std::chrono::milliseconds round_trip);
  ~DelayProxy();

  uint16_t port() const;

  /// How many connections have been made. Thread-safe.
  int connections() const;

 private:
  class Relay;
  std::unique_ptr<Relay> relay_;
};

}  // namespace lambda::peers
