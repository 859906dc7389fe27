// The token service of a registry with bearer authentication, as public registries have one.
// Source: distribution's "Docker Registry v2 authentication via central service" and
// "Docker Registry v2 Bearer token specification" (RFC 7519 tokens, RS256, certificate in x5c).
#pragma once

#include <atomic>
#include <memory>
#include <string>

#include "tests/peers/certificate.h"
#include "tests/peers/responder.h"

namespace lambda::peers {

/// Gives tokens for whatever is asked, to anybody, on a port of 127.0.0.1.
class TokenService {
 public:
  explicit TokenService(const Certificate& certificate);

  /// The URL that a registry names as its realm.
  std::string address() const;

  uint16_t port() const { return responder_.port(); }

  /// How many tokens it has given. Thread-safe.
  int given() const { return given_; }

 private:
  std::atomic<int> given_ = 0;
  Responder responder_;
};

}  // namespace lambda::peers
