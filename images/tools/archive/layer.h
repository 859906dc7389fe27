// Packs entries into one image layer: a tar, compressed by gzip, with the two digests that name it.
// Source: OCI Image Specification 1.1, layer.md ("+gzip") and config.md ("rootfs.diff_ids").
#pragma once

#include <expected>
#include <filesystem>
#include <string>
#include <vector>

#include "core/digest/sha256.h"
#include "core/errors/error.h"
#include "images/tools/archive/entry.h"

namespace lambda::images {

/// The names of a layer.
struct LayerNames {
  Measured blob;        // Of the compressed archive, for the manifest.
  std::string diff_id;  // Of the tar inside, for the config.
};

/// Writes the layer of `entries` (see complete_entries) to `path`. The gzip header has no time and
/// no name, so equal entries give equal bytes. Nothing is left at `path` after an error.
/// Error: Layer.Whiteout for a name that begins with ".wh.", which would delete a file of a lower
/// layer; those of TarWriter.
std::expected<LayerNames, Error> write_layer(const std::vector<Entry>& entries,
                                             const std::filesystem::path& path);

}  // namespace lambda::images
