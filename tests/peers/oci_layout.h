// Reads an OCI image layout: its index, manifests and configurations, and hashes every blob.
// Source: OCI Image Format Specification 1.1, "Image Layout".
#pragma once

#include <expected>
#include <filesystem>
#include <string>
#include <vector>

#include "core/errors/error.h"

namespace lambda::peers {

/// One image of a layout. Paths are those of its blobs.
struct LayoutImage {
  std::string name;    // `org.opencontainers.image.ref.name`; may be empty.
  std::string digest;  // The manifest's.
  std::filesystem::path manifest;
  std::filesystem::path configuration;
  std::vector<std::filesystem::path> layers;
};

/// The images of the layout in `folder`, in the index's order.
/// Error: Peers.BadLayout, naming the blob whose size or digest is not what its descriptor says, or
/// the document that does not parse.
std::expected<std::vector<LayoutImage>, Error> read_layout(const std::filesystem::path& folder);

/// `sha256:` and 64 hex digits.
std::string sha256_digest(const std::string& bytes);

}  // namespace lambda::peers
