// A registry that fails as registries do: it stands before a real one and spoils what it says.
#pragma once

#include <cstdint>

#include "tests/peers/responder.h"

namespace lambda::peers {

enum class RegistryFault {
  kOtherBytes,       // Blobs come whole, with one byte changed.
  kCutBlob,          // Blobs end in their middle, and the connection with them.
  kTooManyRequests,  // Blobs are answered 429.
  kNotFound,         // Manifests are answered 404.
};

/// Passes requests on to the registry at `registry`, a port of 127.0.0.1.
class FaultProxy {
 public:
  FaultProxy(uint16_t registry, RegistryFault fault);

  uint16_t port() const { return responder_.port(); }

 private:
  Responder responder_;
};

}  // namespace lambda::peers
