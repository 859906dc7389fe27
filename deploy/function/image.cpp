// The manifest decides; the files must fit it.
#include "deploy/function/image.h"

#include <string_view>
#include <utility>

#include "core/digest/sha256.h"
#include "core/files/file_bytes.h"
#include "core/json/json_object.h"
#include "images/tools/oci/image_parts.h"
#include "images/tools/oci/index.h"

namespace lambda::deploy {
namespace {

constexpr std::uintmax_t kDocumentBytesMax = 4u << 20;  // As registries limit manifests.

std::unexpected<Error> not_built(const images::FunctionArchitecture& built,
                                 const std::string& rule) {
  return failure("Push.NotBuilt", "the image for " + built.architecture + " " + rule +
                                      ". Build it again: bazel run NAME.push does");
}

/// Where the layers of `base` are. Of a mirror the scheme is said.
std::expected<registry::ImageReference, Error> base_reference(const images::FunctionBase& base) {
  std::string_view text = base.reference;
  registry::Scheme scheme = registry::Scheme::kUsual;
  for (const auto& [begin, meant] : {std::pair("https://", registry::Scheme::kHttps),
                                     std::pair("http://", registry::Scheme::kHttp)}) {
    if (!text.starts_with(begin)) {
      continue;
    }
    text.remove_prefix(std::string_view(begin).size());
    scheme = meant;
  }
  const std::string digest = text.contains('@') ? "" : "@" + base.digest;
  return registry::parse_image_reference(std::string(text) + digest, scheme);
}

}  // namespace

std::expected<Image, Error> read_image(const images::FunctionArchitecture& built) {
  if (built.manifest.empty() || built.config.empty()) {
    return not_built(built, "was not built: its document names no manifest and config");
  }
  auto manifest_text = read_file(built.manifest, kDocumentBytesMax);
  if (!manifest_text) {
    return std::unexpected(std::move(manifest_text.error()));
  }
  auto config_text = read_file(built.config, kDocumentBytesMax);
  if (!config_text) {
    return std::unexpected(std::move(config_text.error()));
  }
  auto parts =
      images::join_image(built.architecture, std::move(*manifest_text), std::move(*config_text));
  if (!parts) {
    return std::unexpected(std::move(parts.error()));
  }
  Image image{.architecture = built.architecture,
              .digest = sha256_digest(parts->manifest_text),
              .manifest_text = std::move(parts->manifest_text),
              .config_text = std::move(parts->config_text),
              .manifest = std::move(parts->manifest),
              .layers = built.layers,
              .base = std::nullopt};
  if (image.layers.size() != image.manifest.layers.size()) {
    return not_built(built, "has " + std::to_string(image.manifest.layers.size()) +
                                " layers in its manifest, but its document names " +
                                std::to_string(image.layers.size()));
  }
  bool is_whole = true;
  for (const auto& layer : image.layers) {
    is_whole = is_whole && layer.has_value();
  }
  if (built.base) {
    auto reference = base_reference(*built.base);
    if (reference) {
      image.base = std::move(reference->repository);
    } else if (!is_whole) {
      return std::unexpected(std::move(reference.error()));
    }
  }
  if (!is_whole && !image.base) {
    return not_built(built, "has a layer that is neither a file nor the base's");
  }
  return image;
}

bool stands_on_empty_base(const Image& image) {
  const auto root = parse_json_object(image.config_text, "the image's config");
  const auto config = root ? (*root)->getObject("config") : nullptr;
  const auto labels = config.isNull() ? nullptr : config->getObject("Labels");
  return !labels.isNull() && string_member(*labels, "lambda.base") == "empty";
}

images::Descriptor manifest_descriptor(const Image& image) {
  return {std::string(images::kManifestType), image.digest, image.manifest_text.size()};
}

std::string index_text(const std::vector<Image>& images) {
  std::vector<images::IndexEntry> entries;
  for (const Image& image : images) {
    entries.push_back(
        {manifest_descriptor(image), images::docker_architecture(image.architecture), {}});
  }
  return images::index_json(entries);
}

std::expected<std::vector<Image>, Error> read_images(const images::FunctionDocument& document) {
  std::vector<Image> images;
  for (const images::FunctionArchitecture& built : document.architectures) {
    auto image = read_image(built);
    if (!image) {
      return std::unexpected(std::move(image.error()));
    }
    images.push_back(*std::move(image));
  }
  return images;
}

}  // namespace lambda::deploy
