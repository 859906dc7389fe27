// What a user reads when a connection fails.
#include "deploy/registry/transport/wire.h"

#include <string>

namespace lambda::registry {

std::unexpected<AttemptError> connection_lost(const Origin& peer, std::string_view reason) {
  return std::unexpected(
      AttemptError{Outlook::kPassing, "Registry.ConnectionLost",
                   "the connection to " + authority(peer) + " broke: " + std::string(reason)});
}

std::unexpected<AttemptError> stalled(const Origin& peer, std::chrono::milliseconds limit) {
  return std::unexpected(
      AttemptError{Outlook::kPassing, "Registry.Stalled",
                   authority(peer) + " was silent for " + std::to_string(limit.count()) + " ms"});
}

std::unexpected<AttemptError> file_changed() {
  return std::unexpected(
      AttemptError{Outlook::kLasting, "Registry.FileChanged",
                   "a layer's file became shorter while it was sent. Was something "
                   "built meanwhile? Run the same command again"});
}

}  // namespace lambda::registry
