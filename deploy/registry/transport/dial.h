// Connected sockets: directly to an origin, or through the proxy that the rules name for it.
// Source: RFC 9110 section 9.3.6 (CONNECT), section 11.7.2 (Proxy-Authorization); RFC 7617.
#pragma once

#include <expected>

#include "deploy/registry/transport/attempt_error.h"
#include "deploy/registry/transport/proxy.h"
#include "deploy/registry/transport/url.h"
#include "deploy/registry/transport/wire.h"

namespace Poco::Net {
class StreamSocket;
}

namespace lambda::registry {

/// A socket connected to `origin`, by any of its host's addresses. Through a proxy it is a tunnel,
/// made by CONNECT, and the host's name is looked up there.
/// Error: Registry.CannotConnect, kPassing; kLasting when the host has no address, or the proxy
/// refuses; Registry.BadProxy.
std::expected<Poco::Net::StreamSocket, AttemptError> dial(const Origin& origin, const Waits& waits,
                                                          const ProxyRules& proxies);

}  // namespace lambda::registry
