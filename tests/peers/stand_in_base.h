// A small base image for both architectures, made by umoci and pushed by crane. It stands in for a
// base like Amazon Linux, which no test may fetch, and says so in its own files.
#pragma once

#include <expected>
#include <map>
#include <string>

#include "core/errors/error.h"

namespace lambda::peers {

/// Where a base was pushed to, and under which digests.
struct PushedBase {
  std::string repository;                        // "base".
  std::string index;                             // The digest of the index of both architectures.
  std::map<std::string, std::string> platforms;  // "amd64", "arm64" → the manifest's digest.
};

inline constexpr char kStandInFile[] = "etc/stand-in-base";

/// Makes the base and pushes it to the registry at `host`, with `environment` for crane.
/// Error: Peers.Base, with the words of the program that failed.
std::expected<PushedBase, Error> push_stand_in_base(
    const std::string& host, const std::map<std::string, std::string>& environment);

}  // namespace lambda::peers
