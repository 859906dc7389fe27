// TLS before a plain server on 127.0.0.1, by socat: what listens behind it stays as simple as it
// is.
#pragma once

#include <expected>
#include <memory>

#include "tests/peers/certificate.h"
#include "tests/peers/server.h"

namespace lambda::peers {

/// Listens with `certificate` at `port`, and passes what comes on to `behind`, another port of
/// 127.0.0.1. Errors are those of `Server::start`.
std::expected<std::unique_ptr<Server>, Error> start_tls_front(uint16_t port, uint16_t behind,
                                                              const Certificate& certificate);

}  // namespace lambda::peers
