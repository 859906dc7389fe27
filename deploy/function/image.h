// One architecture's image as it was built, ready to be pushed: documents read, layers named.
// Source: OCI Image Specification 1.1, manifest.md.
#pragma once

#include <expected>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/errors/error.h"
#include "deploy/registry/reference.h"
#include "images/tools/function/function_document.h"
#include "images/tools/oci/descriptor.h"
#include "images/tools/oci/manifest.h"

namespace lambda::deploy {

/// Owns its texts; the layers' files must stay until they are pushed.
struct Image {
  std::string architecture;  // Lambda's name: "x86_64" or "arm64".
  std::string digest;        // Of the manifest.
  std::string manifest_text;
  std::string config_text;
  images::Manifest manifest;
  std::vector<std::optional<std::filesystem::path>> layers;  // In the manifest's order.
  std::optional<registry::RepositoryName> base;  // Where layers that are absent here are.
};

/// Reads what was built.
/// Error: File.Unreadable; those of parse_manifest; Push.NotBuilt when the parts do not fit, or a
/// layer has neither a file nor a base.
std::expected<Image, Error> read_image(const images::FunctionArchitecture& built);

/// The images of every architecture. Error: those of read_image.
std::expected<std::vector<Image>, Error> read_images(const images::FunctionDocument& document);

/// Whether the image stands on nothing: its config's label `lambda.base` says "empty".
bool stands_on_empty_base(const Image& image);

/// What an index says of `image`.
images::Descriptor manifest_descriptor(const Image& image);

/// The index of `images` for people; Lambda takes none.
std::string index_text(const std::vector<Image>& images);

}  // namespace lambda::deploy
