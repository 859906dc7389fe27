// What a user reads when a connection fails.
#include "deploy/registry/transport/wire.h"

#include <string>

namespace lambda::registry {

std::unexpected<Error> connection_lost(const Origin& peer, std::string_view reason) {
  return std::unexpected(
      Error{Remedy::kRetry, "Registry.ConnectionLost",
            "the connection to " + authority(peer) + " broke: " + std::string(reason)});
}

std::unexpected<Error> stalled(const Origin& peer, std::chrono::milliseconds limit) {
  return std::unexpected(
      Error{Remedy::kRetry, "Registry.Stalled",
            authority(peer) + " was silent for " + std::to_string(limit.count()) + " ms"});
}

std::unexpected<Error> file_changed() {
  return std::unexpected(Error{Remedy::kReportAndExit, "Registry.FileChanged",
                               "a layer's file became shorter while it was sent. Was something "
                               "built meanwhile? Run the same command again"});
}

}  // namespace lambda::registry
