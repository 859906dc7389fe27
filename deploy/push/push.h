// Pushes a function's images: blobs first, all at once; each manifest when all its blobs are
// confirmed; tags when the manifests are there. Stopped anywhere and run again, it ends the same.
// Source: OCI Distribution Specification 1.1, "Push".
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <vector>

#include "core/errors/error.h"
#include "deploy/function/function_document.h"
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
  std::vector<PushedImage> images;  // In the document's order.
  std::vector<std::string> tags;    // HOST/NAME:TAG, each now standing for what was pushed.
  std::size_t blobs_sent = 0;       // From this machine, or copied from a base's registry.
  std::size_t blobs_mounted = 0;
  std::size_t blobs_there = 0;
  std::uint64_t bytes_sent = 0;
};

/// Error: those of find_destination, read_image, refuse_empty_base, make_plan and BlobUpload. Then
/// no tag was moved.
std::expected<PushResult, Error> push(const FunctionDocument& document, const PushOptions& options,
                                      Progress& progress);

/// What push() would do, a line each, asking the registry but changing nothing.
std::expected<std::string, Error> plan_push(const FunctionDocument& document,
                                            const PushOptions& options);

}  // namespace lambda::deploy
