// Pushes images: blobs first, all at once; each manifest when all its blobs are confirmed; tags
// when the manifests are there. Stopped anywhere and run again, it ends the same. Source: OCI
// Distribution Specification 1.1, "Push".
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <vector>

#include "core/errors/error.h"
#include "deploy/function/image.h"
#include "deploy/push/destination.h"
#include "deploy/push/progress.h"
#include "deploy/push/push_options.h"

namespace lambda::deploy {

/// One image as it is in the registry.
struct PushedImage {
  std::string architecture;
  std::string digest;
  std::string uri;  // HOST/NAME@sha256:...: what Lambda takes.
};

/// What was done. Owns its texts.
struct PushResult {
  std::vector<PushedImage> images;  // In the order in which they were given.
  std::vector<std::string> tags;    // HOST/NAME:TAG, each now standing for what was pushed.
  std::size_t blobs_sent = 0;       // From this machine, or copied from a base's registry.
  std::size_t blobs_mounted = 0;
  std::size_t blobs_there = 0;
  std::uint64_t bytes_sent = 0;
};

/// Creates the repository where that is needed, reads what it has, and pushes the rest.
/// Error: those of check_base, desired_push, create_destination, the registry and BlobUpload. No
/// tag was moved then.
std::expected<PushResult, Error> push(std::vector<Image> images, const Destination& destination,
                                      const PushOptions& options, Progress& progress);

/// What push() would do, a line each. Asks the registry and changes nothing.
std::expected<std::string, Error> preview_push(std::vector<Image> images,
                                               const Destination& destination,
                                               const PushOptions& options);

}  // namespace lambda::deploy
