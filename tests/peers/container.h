// Runs an image as Lambda does, with umoci and runc and no daemon: entrypoint, environment and
// folder from its configuration, a root nobody can write to, /tmp apart.
// Source: OCI Runtime Specification 1.2, "Configuration"; runc(8), umoci-unpack(1).
#pragma once

#include <expected>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "core/errors/error.h"
#include "tests/peers/child.h"

namespace lambda::peers {

/// What to run, and how it differs from the image's own configuration.
struct ContainerOptions {
  std::filesystem::path layout;                                   // An OCI image layout.
  std::string name;                                               // The image's name in it.
  std::vector<std::string> entrypoint;                            // Empty: the image's.
  std::vector<std::string> arguments;                             // Follow the entrypoint.
  std::map<std::string, std::string> environment;                 // Added to the image's.
  std::map<std::filesystem::path, std::filesystem::path> mounts;  // Path inside → file outside.
};

/// Unpacks the image and returns the command that runs it, sharing the caller's loopback. The
/// caller starts it with `run` or `Server::start`, inside a private machine.
/// Error: Peers.Umoci with its words, Peers.BadLayout.
std::expected<Command, Error> container_command(const ContainerOptions& options);

}  // namespace lambda::peers
