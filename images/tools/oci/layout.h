// Writes an OCI image layout: a folder with oci-layout, index.json and the blobs by their digest.
// Source: OCI Image Specification 1.1, image-layout.md.
#pragma once

#include <expected>
#include <filesystem>
#include <string_view>
#include <vector>

#include "core/errors/error.h"
#include "images/tools/oci/image_parts.h"

namespace lambda::images {

inline constexpr std::string_view kLayoutText = R"({"imageLayoutVersion":"1.0.0"})";

/// Writes `images` into `folder`, which must exist. Each has its own single-platform manifest in
/// index.json, named by its architecture. A layer that several share is there once.
/// Error: Image.BlobMissing; Image.SizeMismatch; File.Unwritable.
std::expected<void, Error> write_layout(const std::filesystem::path& folder,
                                        const std::vector<ImageParts>& images,
                                        const BlobFiles& blobs);

}  // namespace lambda::images
