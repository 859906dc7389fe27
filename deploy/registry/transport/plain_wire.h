// A TCP connection without TLS. Files go by sendfile, so their bytes never enter this process.
// Source: sendfile(2), poll(2), tcp(7).
#pragma once

#include <expected>
#include <memory>

#include "deploy/registry/transport/proxy.h"
#include "deploy/registry/transport/wire.h"

namespace lambda::registry {

/// Error: those of dial.
std::expected<std::unique_ptr<Wire>, AttemptError> connect_plain(const Origin& origin,
                                                                 const Waits& waits,
                                                                 const ProxyRules& proxies);

}  // namespace lambda::registry
