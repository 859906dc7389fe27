// tinyproxy on 127.0.0.1: the kind of proxy that stands between an office and the world.
// Source: tinyproxy.conf(5).
#pragma once

#include <cstdint>
#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tests/peers/server.h"

namespace lambda::peers {

struct ForwardProxyOptions {
  struct Login {
    std::string user;
    std::string password;
  };
  std::optional<Login> login;           // Without it anybody may use the proxy.
  std::vector<uint16_t> connect_ports;  // Those that CONNECT may reach.
};

/// A proxy that is ready to answer; its log() names each host that was asked for.
/// Error: those of Server::start.
std::expected<std::unique_ptr<Server>, Error> start_forward_proxy(
    const ForwardProxyOptions& options);

}  // namespace lambda::peers
