// A layer's file is found by its digest, and its size is compared.
#include "images/tools/oci/image_parts.h"

#include <system_error>
#include <utility>

#include "core/digest/sha256.h"
#include "core/errors/error.h"

namespace lambda::images {

std::string docker_architecture(const std::string& lambda_name) {
  return lambda_name == "x86_64" ? "amd64" : lambda_name;
}

std::expected<ImageParts, Error> join_image(std::string lambda_name, std::string manifest_text,
                                            std::string config_text) {
  auto manifest = parse_manifest(manifest_text, "manifest of " + lambda_name);
  if (!manifest) {
    return std::unexpected(manifest.error());
  }
  if (manifest->config.digest != sha256_digest(config_text) ||
      manifest->config.size != config_text.size()) {
    return failure("Image.ConfigMismatch", "The manifest of " + lambda_name +
                                               " names another config than the one given. Pass the "
                                               "two files that one run of `pack image` wrote.");
  }
  std::string architecture = docker_architecture(lambda_name);
  return ImageParts{std::move(lambda_name), std::move(architecture), std::move(manifest_text),
                    std::move(config_text), *std::move(manifest)};
}

std::expected<BlobFiles, Error> find_blobs(const std::vector<std::filesystem::path>& files) {
  BlobFiles blobs;
  for (const std::filesystem::path& file : files) {
    const auto measured = measure_file(file);
    if (!measured) {
      return std::unexpected(measured.error());
    }
    blobs.emplace(measured->digest, file);
  }
  return blobs;
}

std::expected<std::filesystem::path, Error> blob_file(const BlobFiles& blobs,
                                                      const Descriptor& layer) {
  const auto found = blobs.find(layer.digest);
  if (found == blobs.end()) {
    return failure("Image.BlobMissing", "No file holds the layer " + layer.digest +
                                            ". Pass every layer of the manifest with --blob.");
  }
  std::error_code problem;
  const std::uintmax_t size = std::filesystem::file_size(found->second, problem);
  if (problem || size != layer.size) {
    return failure("Image.SizeMismatch", found->second.string() + ": the manifest says " +
                                             std::to_string(layer.size) + " bytes, the file has " +
                                             std::to_string(problem ? 0 : size) +
                                             ". The base's manifest is wrong: take another base.");
  }
  return found->second;
}

Descriptor manifest_descriptor(const ImageParts& image) {
  return {std::string(kManifestType), sha256_digest(image.manifest_text),
          image.manifest_text.size()};
}

}  // namespace lambda::images
