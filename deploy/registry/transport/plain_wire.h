// A TCP connection without TLS. Files go by sendfile, so their bytes never enter this process.
// Source: sendfile(2), poll(2), tcp(7).
#pragma once

#include <expected>
#include <memory>

#include "deploy/registry/transport/wire.h"

namespace Poco::Net {
class StreamSocket;
}

namespace lambda::registry {

/// A connected socket to `origin`, by any of its host's addresses.
/// Error: Registry.CannotConnect, kRetry; kReportAndExit when the host has no address.
std::expected<Poco::Net::StreamSocket, Error> connect_socket(const Origin& origin,
                                                             const Waits& waits);

/// Error: as connect_socket.
std::expected<std::unique_ptr<Wire>, Error> connect_plain(const Origin& origin, const Waits& waits);

}  // namespace lambda::registry
