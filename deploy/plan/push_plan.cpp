// A manifest that is there needs none of its blobs; of the rest, the largest blob starts first.
#include "deploy/plan/push_plan.h"

#include <algorithm>
#include <functional>
#include <iterator>
#include <set>
#include <utility>

#include "core/digest/sha256.h"
#include "images/tools/oci/image_parts.h"

namespace lambda::deploy {
namespace {

std::vector<WantedBlob> blobs_of(const std::vector<Image>& images) {
  std::vector<WantedBlob> blobs;
  std::set<std::string> known;
  for (std::size_t i = 0; i < images.size(); ++i) {
    const Image& image = images[i];
    for (std::size_t layer = 0; layer < image.layers.size(); ++layer) {
      const images::Descriptor& blob = image.manifest.layers[layer];
      if (!known.insert(blob.digest).second) {
        continue;
      }
      if (image.layers[layer]) {
        blobs.push_back({.blob = blob, .file = *image.layers[layer], .base = {}, .image = i});
      } else {
        blobs.push_back({.blob = blob, .file = {}, .base = image.base, .image = i});
      }
    }
    const images::Descriptor& config = image.manifest.config;
    if (known.insert(config.digest).second) {
      blobs.push_back(
          {.blob = config, .text = &image.config_text, .file = {}, .base = {}, .image = i});
    }
  }
  return blobs;
}

}  // namespace

std::expected<void, Error> check_base(const Image& image) {
  if (!stands_on_empty_base(image)) {
    return {};
  }
  return failure(
      "Push.EmptyBase",
      "the image for " + image.architecture +
          " stands on the empty base (its label lambda.base says so): it has no shell and no "
          "shared libraries. Was it built where no registry could be reached? Build it "
          "where the base's registry or a mirror answers "
          "(--repo_env=LAMBDA_BASE_MIRROR=https://HOST). A static program that needs nothing else "
          "may run on it: --allow-empty-base");
}

std::expected<std::vector<WantedTag>, Error> wanted_tags(const std::vector<Image>& images,
                                                         const std::string& tag) {
  std::vector<WantedTag> tags;
  const bool is_single = images.size() == 1;
  for (const Image& image : images) {
    const std::string ending = "-" + images::docker_architecture(image.architecture);
    tags.push_back({is_single ? tag : tag + ending, std::string(images::kManifestType),
                    image.digest, image.manifest_text});
  }
  if (!is_single) {
    std::string text = index_text(images);
    std::string digest = sha256_digest(text);
    tags.push_back({tag, std::string(images::kIndexType), std::move(digest), std::move(text)});
  }
  for (const WantedTag& planned : tags) {
    if (registry::is_tag(planned.tag)) {
      continue;
    }
    return failure(
        "Push.BadTag",
        "'" + planned.tag +
            "' is not a valid tag: write letters, digits, '_', '.' and '-', not beginning "
            "with '.' or '-', at most 128 with the architecture");
  }
  return tags;
}

WantedTag digest_tag(const Image& image) {
  constexpr std::size_t kDigits = 32;
  return {"sha256-" + std::string(digest_hex(image.digest).substr(0, kDigits)),
          std::string(images::kManifestType), image.digest, image.manifest_text};
}

std::expected<DesiredPush, Error> desired_push(std::vector<Image> images,
                                               const std::vector<std::string>& tags) {
  DesiredPush push;
  push.images = std::move(images);
  push.blobs = blobs_of(push.images);
  for (const std::string& tag : tags) {
    auto wanted = wanted_tags(push.images, tag);
    if (!wanted) {
      return std::unexpected(std::move(wanted.error()));
    }
    std::ranges::move(*wanted, std::back_inserter(push.tags));
  }
  if (tags.empty()) {
    std::ranges::transform(push.images, std::back_inserter(push.tags), digest_tag);
  }
  return push;
}

PushPlan plan_push(DesiredPush push, FoundInRepository found) {
  PushPlan plan;
  for (std::size_t i = 0; i < push.blobs.size(); ++i) {
    if (found.manifests[push.blobs[i].image] == Presence::kThere) {
      continue;
    }
    if (found.blobs[i] == Presence::kThere) {
      ++plan.blobs_there;
    } else {
      plan.missing.push_back(push.blobs[i]);
    }
  }
  std::ranges::stable_sort(plan.missing, std::greater<>{},
                           [](const WantedBlob& missing) { return missing.blob.size; });
  plan.push = std::move(push);
  plan.found = std::move(found);
  return plan;
}

}  // namespace lambda::deploy
