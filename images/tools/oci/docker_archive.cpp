// One set of blobs, with docker's list and OCI's index of them.
#include "images/tools/oci/docker_archive.h"

#include <set>

#include "core/digest/sha256.h"
#include "core/errors/error.h"
#include "core/json/json_object.h"
#include "images/tools/archive/tar_writer.h"
#include "images/tools/oci/index.h"
#include "images/tools/oci/layout.h"

namespace lambda::images {
namespace {

using Poco::JSON::Array;
using Poco::JSON::Object;

std::string blob_path(const std::string& digest) {
  return "blobs/sha256/" + std::string(digest_hex(digest));
}

// Docker's own list: which config and which layers make the image, and its names.
std::string docker_manifest(const ImageParts& image, const std::vector<std::string>& tags) {
  Object object;
  object.set("Config", blob_path(image.manifest.config.digest));
  Array::Ptr names = new Array;
  for (const std::string& tag : tags) {
    names->add(tag);
  }
  object.set("RepoTags", names);
  Array::Ptr layers = new Array;
  for (const Descriptor& layer : image.manifest.layers) {
    layers->add(blob_path(layer.digest));
  }
  object.set("Layers", layers);
  return "[" + json_text(object) + "]";
}

// Docker with containerd's image store reads the index instead, and names images by annotations.
std::string archive_index(const ImageParts& image, const std::vector<std::string>& tags) {
  std::vector<IndexEntry> entries;
  for (const std::string& tag : tags) {
    entries.push_back({.manifest = manifest_descriptor(image),
                       .architecture = image.architecture,
                       .annotations = {{"io.containerd.image.name", "docker.io/library/" + tag},
                                       {std::string(kRefName), tag.substr(tag.rfind(':') + 1)}}});
  }
  return index_json(entries);
}

std::expected<void, Error> check_tags(const std::vector<std::string>& tags) {
  for (const std::string& tag : tags) {
    const std::size_t colon = tag.find(':');
    const bool is_plain = tag.find_first_not_of(
                              "abcdefghijklmnopqrstuvwxyz0123456789._-:/"
                              "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == std::string::npos;
    if (colon == 0 || colon == std::string::npos || colon + 1 == tag.size() || !is_plain) {
      return failure("Archive.BadTag", "'" + tag +
                                           "' is not a name that docker takes. Write NAME:TAG in "
                                           "letters, digits, '.', '_' and '-'.");
    }
  }
  return {};
}

}  // namespace

std::expected<void, Error> write_docker_archive(const ImageParts& image,
                                                const std::vector<std::string>& tags,
                                                const BlobFiles& blobs, std::ostream& stream) {
  if (auto checked = check_tags(tags); !checked) {
    return checked;
  }
  TarWriter writer(stream);
  writer.add_folder("blobs");
  writer.add_folder("blobs/sha256");
  writer.add_bytes(blob_path(image.manifest.config.digest), image.config_text);
  writer.add_bytes(blob_path(manifest_descriptor(image).digest), image.manifest_text);
  std::set<std::string> written;
  for (const Descriptor& layer : image.manifest.layers) {
    if (!written.insert(layer.digest).second) {
      continue;
    }
    const auto source = blob_file(blobs, layer);
    if (!source) {
      return std::unexpected(source.error());
    }
    if (auto added = writer.add_file(blob_path(layer.digest), *source, false); !added) {
      return added;
    }
  }
  writer.add_bytes("index.json", archive_index(image, tags));
  writer.add_bytes("manifest.json", docker_manifest(image, tags));
  writer.add_bytes("oci-layout", kLayoutText);
  return writer.finish();
}

}  // namespace lambda::images
