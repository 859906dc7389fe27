// Blobs are copied once, whichever images share them.
#include "images/tools/oci/layout.h"

#include <string>
#include <system_error>

#include "core/digest/sha256.h"
#include "core/errors/error.h"
#include "core/files/file_bytes.h"
#include "images/tools/oci/index.h"

namespace lambda::images {
namespace {

namespace fs = std::filesystem;

std::expected<void, Error> write_blobs(const fs::path& blobs_folder, const ImageParts& image,
                                       const BlobFiles& blobs) {
  for (const std::string& text : {image.manifest_text, image.config_text}) {
    const fs::path place = blobs_folder / digest_hex(sha256_digest(text));
    if (auto written = write_file(place, text); !written) {
      return written;
    }
  }
  for (const Descriptor& layer : image.manifest.layers) {
    const auto source = blob_file(blobs, layer);
    if (!source) {
      return std::unexpected(source.error());
    }
    const fs::path place = blobs_folder / digest_hex(layer.digest);
    std::error_code problem;
    fs::copy_file(*source, place, fs::copy_options::skip_existing, problem);
    if (problem) {
      return failure("File.Unwritable", place.string() + ": " + problem.message());
    }
  }
  return {};
}

}  // namespace

std::expected<void, Error> write_layout(const fs::path& folder,
                                        const std::vector<ImageParts>& images,
                                        const BlobFiles& blobs) {
  const fs::path blobs_folder = folder / "blobs" / "sha256";
  std::error_code problem;
  fs::create_directories(blobs_folder, problem);
  if (problem) {
    return failure("File.Unwritable", blobs_folder.string() + ": " + problem.message());
  }
  std::vector<IndexEntry> entries;
  for (const ImageParts& image : images) {
    if (auto written = write_blobs(blobs_folder, image, blobs); !written) {
      return written;
    }
    entries.push_back({.manifest = manifest_descriptor(image),
                       .architecture = image.architecture,
                       .annotations = {{std::string(kRefName), image.name}}});
  }
  if (auto written = write_file(folder / "index.json", index_json(entries)); !written) {
    return written;
  }
  return write_file(folder / "oci-layout", kLayoutText);
}

}  // namespace lambda::images
