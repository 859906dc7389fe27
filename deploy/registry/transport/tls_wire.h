// A TLS connection, by Poco's NetSSL on OpenSSL: 1.2 at least, the certificate and the host's name
// verified always. Connections to one origin share a session, so that later handshakes are short.
// Source: RFC 8446, RFC 5246; Poco::Net::Context, SecureStreamSocket.
#pragma once

#include <expected>
#include <filesystem>
#include <memory>

#include "deploy/registry/transport/proxy.h"
#include "deploy/registry/transport/wire.h"

namespace lambda::registry {

/// Thread-safe.
class TlsConnector {
 public:
  /// `ca_file`: see find_certificates. It is read at the first connection.
  TlsConnector(std::filesystem::path ca_file, const Waits& waits, ProxyRules proxies);
  ~TlsConnector();

  /// Error: those of dial; Registry.Untrusted; Registry.BadCertificates.
  std::expected<std::unique_ptr<Wire>, AttemptError> connect(const Origin& origin);

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace lambda::registry
