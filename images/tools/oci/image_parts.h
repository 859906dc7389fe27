// The parts of one finished image and the files that hold its layers, before they are laid out.
// Source: OCI Image Specification 1.1, manifest.md.
#pragma once

#include <cstdint>
#include <expected>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "core/errors/error.h"
#include "images/tools/oci/descriptor.h"
#include "images/tools/oci/manifest.h"

namespace lambda::images {

/// One image. Owns its texts.
struct ImageParts {
  std::string name;          // Lambda's name of the architecture: "x86_64" or "arm64".
  std::string architecture;  // Docker's: "amd64" or "arm64".
  std::string manifest_text;
  std::string config_text;
  Manifest manifest;
};

/// Lambda's name for docker's, and the reverse: "x86_64" is "amd64"; others are equal.
std::string docker_architecture(const std::string& lambda_name);

/// Joins a manifest and the config that it names.
/// Error: as parse_manifest; Image.ConfigMismatch when the manifest names another config.
std::expected<ImageParts, Error> join_image(std::string lambda_name, std::string manifest_text,
                                            std::string config_text);

/// The file of each blob, by digest.
using BlobFiles = std::map<std::string, std::filesystem::path>;

/// Measures each of `files`. Error: File.Unreadable.
std::expected<BlobFiles, Error> find_blobs(const std::vector<std::filesystem::path>& files);

/// The file of `layer`. Error: Image.BlobMissing; Image.SizeMismatch.
std::expected<std::filesystem::path, Error> blob_file(const BlobFiles& blobs,
                                                      const Descriptor& layer);

/// The descriptor that an index has for `image`'s manifest.
Descriptor manifest_descriptor(const ImageParts& image);

}  // namespace lambda::images
