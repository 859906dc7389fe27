// Starts a real server on 127.0.0.1, waits until its port answers, and stops it at the end.
#pragma once

#include <chrono>
#include <cstdint>
#include <expected>
#include <memory>
#include <string>

#include "tests/peers/child.h"

namespace lambda::peers {

/// A port of 127.0.0.1 that was free a moment ago, chosen by the kernel.
uint16_t free_port();

/// True when something on 127.0.0.1 accepts a connection at `port`.
bool answers(uint16_t port);

class Server {
 public:
  /// Starts `command` and returns when `port` answers.
  /// Error: Peers.NotInstalled; Peers.NoServer with the server's own words when it ends first or
  /// does not answer within `limit`.
  static std::expected<std::unique_ptr<Server>, Error> start(
      const Command& command, uint16_t port, std::chrono::seconds limit = std::chrono::seconds(20));

  ~Server();  // SIGTERM, and SIGKILL to its group when it does not end within five seconds.

  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  uint16_t port() const { return port_; }
  Child& child() { return child_; }

  /// All it has written so far, both streams.
  std::string log() const;

 private:
  Server(Child child, uint16_t port) : child_(std::move(child)), port_(port) {}

  Child child_;
  uint16_t port_;
};

}  // namespace lambda::peers
