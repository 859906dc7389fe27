// Docker's media types become OCI's.
#include "images/tools/oci/manifest.h"

#include <array>
#include <optional>

#include "core/errors/error.h"
#include "core/json/json_object.h"

namespace lambda::images {
namespace {

using Poco::JSON::Array;
using Poco::JSON::Object;

struct Renaming {
  std::string_view found;
  std::string_view oci;
};

constexpr std::array<Renaming, 2> kLayerTypes = {{
    {kLayerType, kLayerType},
    {"application/vnd.docker.image.rootfs.diff.tar.gzip", kLayerType},
}};

constexpr std::array<Renaming, 2> kConfigTypes = {{
    {kConfigType, kConfigType},
    {"application/vnd.docker.container.image.v1+json", kConfigType},
}};

constexpr std::array<std::string_view, 2> kManifestTypes = {
    kManifestType, "application/vnd.docker.distribution.manifest.v2+json"};

std::unexpected<Error> unsupported(std::string_view what, const std::string& why) {
  return failure("Manifest.Unsupported", std::string(what) + ": " + why);
}

std::expected<void, Error> check_kind(const Object& object, std::string_view what) {
  if (object.has("manifests")) {
    return unsupported(what, "it is an index of several platforms. Name one platform's manifest.");
  }
  if (size_member(object, "schemaVersion") != 2) {
    return unsupported(what, "its schemaVersion is not 2. Push the base again with a newer tool.");
  }
  const auto media_type = string_member(object, "mediaType");
  for (const std::string_view known : kManifestTypes) {
    if (!media_type || *media_type == known) {
      return {};
    }
  }
  return unsupported(what, "its mediaType '" + *media_type + "' is not that of an image manifest.");
}

// Lambda takes gzip alone: an image with plain or zstd layers can be pushed, and is then refused
// with UnsupportedImageLayerDetected.
std::string remedy_for(std::string_view media_type) {
  if (media_type.ends_with(".tar") || media_type.ends_with("zstd")) {
    return "is not compressed by gzip, and Lambda takes no other layers. Copy the base into a "
           "registry of yours in gzip, and name the copy by its digest: skopeo copy "
           "--dest-compress-format=gzip --dest-force-compress-format docker://BASE docker://COPY.";
  }
  return "cannot be carried over. Take a base whose layers are tar in gzip and may be "
         "redistributed.";
}

template <std::size_t kSize>
std::expected<Descriptor, Error> parse_renamed(const Object::Ptr& object,
                                               const std::array<Renaming, kSize>& types,
                                               const std::string& what) {
  if (object.isNull()) {
    return failure("Descriptor.Malformed", what + ": it is missing.");
  }
  auto descriptor = parse_descriptor(*object, what);
  if (!descriptor) {
    return descriptor;
  }
  for (const Renaming& renaming : types) {
    if (descriptor->media_type != renaming.found) {
      continue;
    }
    descriptor->media_type = renaming.oci;
    return descriptor;
  }
  return unsupported(
      what, "its mediaType '" + descriptor->media_type + "' " + remedy_for(descriptor->media_type));
}

}  // namespace

std::expected<Manifest, Error> parse_manifest(std::string_view text, std::string_view what) {
  const auto object = parse_json_object(text, what);
  if (!object) {
    return std::unexpected(object.error());
  }
  if (auto checked = check_kind(**object, what); !checked) {
    return std::unexpected(checked.error());
  }
  const std::string name(what);
  Manifest manifest;
  auto config = parse_renamed((*object)->getObject("config"), kConfigTypes, name + ", config");
  if (!config) {
    return std::unexpected(config.error());
  }
  manifest.config = *std::move(config);
  const Array::Ptr layers = (*object)->getArray("layers");
  if (layers.isNull()) {
    return unsupported(what, "it has no list of layers.");
  }
  if (layers->size() > kLayersMax) {
    return unsupported(what, "it has " + std::to_string(layers->size()) + " layers; at most " +
                                 std::to_string(kLayersMax) + " can be stacked.");
  }
  for (unsigned i = 0; i < layers->size(); ++i) {
    auto layer =
        parse_renamed(layers->getObject(i), kLayerTypes, name + ", layer " + std::to_string(i));
    if (!layer) {
      return std::unexpected(layer.error());
    }
    manifest.layers.push_back(*std::move(layer));
  }
  if (const Object::Ptr annotations = (*object)->getObject("annotations"); !annotations.isNull()) {
    for (const std::string& key : annotations->getNames()) {
      if (const auto value = string_member(*annotations, key)) {
        manifest.annotations[key] = *value;
      }
    }
  }
  return manifest;
}

std::string manifest_json(const Manifest& manifest) {
  Object object;
  object.set("schemaVersion", 2);
  object.set("mediaType", std::string(kManifestType));
  object.set("config", descriptor_json(manifest.config));
  Array::Ptr layers = new Array;
  for (const Descriptor& layer : manifest.layers) {
    layers->add(descriptor_json(layer));
  }
  object.set("layers", layers);
  if (!manifest.annotations.empty()) {
    Object::Ptr annotations = new Object;
    for (const auto& [key, value] : manifest.annotations) {
      annotations->set(key, value);
    }
    object.set("annotations", annotations);
  }
  return json_text(object);
}

}  // namespace lambda::images
