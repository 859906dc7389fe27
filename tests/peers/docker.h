// A Docker daemon of a test's own, without bridge or firewall, and its client.
// Source: dockerd(8), docker(1).
#pragma once

#include <expected>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "core/errors/error.h"
#include "tests/peers/child.h"

namespace lambda::peers {

/// Runs inside a private machine, one at a time; what it leaves is removed with the machine.
class DockerDaemon {
 public:
  /// Returns when it answers. Error: Peers.NotInstalled, Peers.NoServer with the daemon's words.
  static std::expected<std::unique_ptr<DockerDaemon>, Error> start();

  ~DockerDaemon();

  /// `docker ARGUMENTS` against this daemon.
  Command client(std::vector<std::string> arguments) const;

 private:
  DockerDaemon(Child child, std::filesystem::path folder);

  Child child_;
  std::filesystem::path folder_;
};

}  // namespace lambda::peers
