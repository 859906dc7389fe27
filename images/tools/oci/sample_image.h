// A small, complete image in a folder, for tests.
// Source: OCI Image Specification 1.1.
#pragma once

#include <filesystem>
#include <string>

#include <gtest/gtest.h>

#include "core/digest/sha256.h"
#include "core/files/file_bytes.h"
#include "images/tools/archive/layer.h"
#include "images/tools/oci/image_config.h"
#include "images/tools/oci/image_parts.h"

namespace lambda::images {

struct SampleImage {
  ImageParts parts;
  BlobFiles blobs;
};

/// An image of one layer with one file, for Lambda's architecture `name`; the layer's file is made
/// in `folder`.
inline SampleImage make_sample_image(const std::filesystem::path& folder, const std::string& name) {
  EXPECT_TRUE(write_file(folder / "source", "bytes for " + name).has_value());
  const std::filesystem::path layer_file = folder / ("layer-" + name);
  const auto layer = write_layer({{.path = "file", .source = folder / "source"}}, layer_file);
  EXPECT_TRUE(layer.has_value());
  const auto config = derive_config("", 0,
                                    {.architecture = docker_architecture(name),
                                     .entrypoint = {"/e"},
                                     .working_folder = "/",
                                     .layers = {{layer->diff_id, "sample"}}});
  EXPECT_TRUE(config.has_value());
  Manifest manifest;
  manifest.config = {std::string(kConfigType), sha256_digest(*config), config->size()};
  manifest.layers = {{std::string(kLayerType), layer->blob.digest, layer->blob.size}};
  auto parts = join_image(name, manifest_json(manifest), *config);
  EXPECT_TRUE(parts.has_value());
  return {*parts, {{layer->blob.digest, layer_file}}};
}

}  // namespace lambda::images
