// Every blob is hashed; layers are unpacked as well, for their diff_id.
#include "images/tools/oci/layout_check.h"

#include <fstream>
#include <system_error>

#include <Poco/Exception.h>
#include <Poco/InflatingStream.h>

#include "core/digest/sha256.h"
#include "core/errors/error.h"
#include "core/files/file_bytes.h"
#include "core/json/json_object.h"
#include "images/tools/oci/index.h"
#include "images/tools/oci/manifest.h"

namespace lambda::images {
namespace {

namespace fs = std::filesystem;

// Hashes every file of blobs/sha256 and compares it with its name.
std::expected<void, Error> check_names(const fs::path& blobs) {
  std::error_code problem;
  for (const fs::directory_entry& blob : fs::directory_iterator(blobs, problem)) {
    const auto measured = measure_file(blob.path());
    if (!measured) {
      return std::unexpected(measured.error());
    }
    if (digest_hex(measured->digest) != blob.path().filename().string()) {
      return failure("Layout.WrongDigest", blob.path().string() + ": its bytes have the digest " +
                                               measured->digest +
                                               ". It was cut or changed: build the image again.");
    }
  }
  if (problem) {
    return failure("Layout.Malformed", blobs.string() + ": " + problem.message() +
                                           ". Name a folder that holds an OCI image layout.");
  }
  return {};
}

std::expected<fs::path, Error> find_blob(const fs::path& blobs, const Descriptor& descriptor) {
  const fs::path place = blobs / digest_hex(descriptor.digest);
  std::error_code problem;
  const std::uintmax_t size = fs::file_size(place, problem);
  if (problem) {
    return failure("Layout.BlobMissing", place.string() +
                                             ": no blob is there, but the image "
                                             "names it. Build the image again.");
  }
  if (size != descriptor.size) {
    return failure("Layout.WrongSize", place.string() + ": " + std::to_string(size) +
                                           " bytes, but its descriptor says " +
                                           std::to_string(descriptor.size) + ".");
  }
  return place;
}

// Counts what `image` unpacks to, all layers together, of which `blob` is one.
std::expected<void, Error> count_unpacked(CheckedImage& image, std::uint64_t bytes,
                                          const fs::path& blob, std::uint64_t bytes_max) {
  image.unpacked_bytes += bytes;
  if (image.unpacked_bytes <= bytes_max) {
    return {};
  }
  return failure("Layout.Malformed",
                 blob.string() + ": with this layer the image unpacks to more than " +
                     std::to_string(bytes_max >> 30) +
                     " GB, which is the most that Lambda takes. Leave files out.");
}

// The digest of what the gzip blob unpacks to; its checksum and length are checked on the way.
std::expected<std::string, Error> unpacked_digest(const fs::path& blob, CheckedImage& image,
                                                  std::uint64_t bytes_max) try {
  std::ifstream file(blob, std::ios::binary);
  Poco::InflatingInputStream gunzip(file, Poco::InflatingStreamBuf::STREAM_GZIP);
  MeasuringBuffer measure(nullptr);
  std::string piece(1 << 16, '\0');
  while (gunzip.read(piece.data(), static_cast<std::streamsize>(piece.size())) ||
         gunzip.gcount() > 0) {
    measure.sputn(piece.data(), gunzip.gcount());
    const auto bytes = static_cast<std::uint64_t>(gunzip.gcount());
    if (auto counted = count_unpacked(image, bytes, blob, bytes_max); !counted) {
      return std::unexpected(counted.error());
    }
  }
  if (gunzip.bad()) {
    return failure("Layout.Malformed", blob.string() + ": it is not a complete gzip file.");
  }
  return measure.finish().digest;
} catch (const Poco::Exception& problem) {
  return failure("Layout.Malformed", blob.string() + ": not gzip: " + problem.displayText());
}

std::expected<void, Error> check_config(const IndexEntry& entry, const Manifest& manifest,
                                        const fs::path& blobs, CheckedImage& image,
                                        std::uint64_t unpacked_bytes_max) {
  const auto place = find_blob(blobs, manifest.config);
  if (!place) {
    return std::unexpected(place.error());
  }
  const auto text = read_file(*place, kJsonBytesMax);
  if (!text) {
    return std::unexpected(text.error());
  }
  const auto config = parse_json_object(*text, place->string());
  if (!config) {
    return std::unexpected(config.error());
  }
  image.architecture = string_member(**config, "architecture").value_or("");
  const bool is_known = image.architecture == "amd64" || image.architecture == "arm64";
  if (!is_known || string_member(**config, "os") != "linux" ||
      (!entry.architecture.empty() && entry.architecture != image.architecture)) {
    return failure("Layout.WrongPlatform", place->string() + ": it is for '" + image.architecture +
                                               "', the index says '" + entry.architecture +
                                               "'. Lambda runs linux/amd64 and linux/arm64.");
  }
  const Poco::JSON::Object::Ptr files = (*config)->getObject("rootfs");
  const Poco::JSON::Array::Ptr ids = files.isNull() ? nullptr : files->getArray("diff_ids");
  if (ids.isNull() || ids->size() != manifest.layers.size()) {
    return failure("Layout.WrongDiffId",
                   place->string() + ": it must have one diff_id for each layer.");
  }
  for (unsigned i = 0; i < ids->size(); ++i) {
    const Descriptor& layer = manifest.layers[i];
    const auto blob = find_blob(blobs, layer);
    if (!blob) {
      return std::unexpected(blob.error());
    }
    image.packed_bytes += layer.size;
    const auto digest = unpacked_digest(*blob, image, unpacked_bytes_max);
    if (!digest) {
      return std::unexpected(digest.error());
    }
    const Poco::Dynamic::Var id = ids->get(i);
    if (id.type() != typeid(std::string) || id.extract<std::string>() != *digest) {
      return failure("Layout.WrongDiffId", blob->string() + ": unpacks to " + *digest +
                                               ", which is not diff_id " + std::to_string(i) + ".");
    }
  }
  return {};
}

std::expected<CheckedImage, Error> check_image(const IndexEntry& entry, const fs::path& blobs,
                                               std::uint64_t unpacked_bytes_max) {
  const auto place = find_blob(blobs, entry.manifest);
  if (!place) {
    return std::unexpected(place.error());
  }
  const auto text = read_file(*place, kJsonBytesMax);
  if (!text) {
    return std::unexpected(text.error());
  }
  const auto manifest = parse_manifest(*text, place->string());
  if (!manifest) {
    return std::unexpected(manifest.error());
  }
  CheckedImage image{.digest = entry.manifest.digest, .layers = manifest->layers.size()};
  const auto name = entry.annotations.find(std::string(kRefName));
  if (name != entry.annotations.end()) {
    image.name = name->second;
  }
  if (auto checked = check_config(entry, *manifest, blobs, image, unpacked_bytes_max); !checked) {
    return std::unexpected(checked.error());
  }
  return image;
}

}  // namespace

std::expected<std::vector<CheckedImage>, Error> check_layout(const fs::path& folder,
                                                             std::uint64_t unpacked_bytes_max) {
  const auto layout = read_file(folder / "oci-layout", kJsonBytesMax);
  if (!layout) {
    return std::unexpected(layout.error());
  }
  const auto version = parse_json_object(*layout, "oci-layout");
  if (!version) {
    return std::unexpected(version.error());
  }
  if (string_member(**version, "imageLayoutVersion") != "1.0.0") {
    return failure("Layout.Malformed", "oci-layout: its imageLayoutVersion is not 1.0.0.");
  }
  const auto index = read_file(folder / "index.json", kJsonBytesMax);
  if (!index) {
    return std::unexpected(index.error());
  }
  const auto entries = parse_index(*index, "index.json");
  if (!entries) {
    return std::unexpected(entries.error());
  }
  const fs::path blobs = folder / "blobs" / "sha256";
  if (auto checked = check_names(blobs); !checked) {
    return std::unexpected(checked.error());
  }
  std::vector<CheckedImage> images;
  for (const IndexEntry& entry : *entries) {
    auto image = check_image(entry, blobs, unpacked_bytes_max);
    if (!image) {
      return std::unexpected(image.error());
    }
    images.push_back(*std::move(image));
  }
  return images;
}

}  // namespace lambda::images
