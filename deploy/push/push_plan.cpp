// Two rounds of questions, each all at once: manifests and tags, then the blobs of what is missing.
#include "deploy/push/push_plan.h"

#include <algorithm>
#include <set>

#include "deploy/push/parallel.h"
#include "deploy/push/progress.h"
#include "images/tools/digest/sha256.h"
#include "images/tools/files/failure.h"
#include "images/tools/oci/image_parts.h"

namespace lambda::deploy {
namespace {

std::vector<MissingBlob> blobs_of(const PushPlan& plan) {
  std::vector<MissingBlob> blobs;
  std::set<std::string> known;
  for (std::size_t i = 0; i < plan.images.size(); ++i) {
    const Image& image = plan.images[i];
    if (plan.is_manifest_there[i]) continue;
    for (std::size_t layer = 0; layer < image.layers.size(); ++layer) {
      const images::Descriptor& blob = image.manifest.layers[layer];
      if (!known.insert(blob.digest).second) continue;
      if (image.layers[layer]) {
        blobs.push_back({blob, nullptr, *image.layers[layer], std::nullopt});
      } else {
        blobs.push_back({blob, nullptr, {}, image.base});
      }
    }
    if (known.insert(image.manifest.config.digest).second) {
      blobs.push_back({image.manifest.config, &image.config_text, {}, std::nullopt});
    }
  }
  std::ranges::stable_sort(blobs, std::greater<>{},
                           [](const MissingBlob& missing) { return missing.blob.size; });
  return blobs;
}

std::expected<void, Error> ask_for_manifests(registry::Repository& repository, PushPlan& plan) {
  std::vector<char> is_there(plan.images.size());  // Not vector<bool>: threads write to it.
  std::vector<Job> jobs;
  for (std::size_t i = 0; i < plan.images.size(); ++i) {
    jobs.push_back([&, i]() -> std::expected<void, Error> {
      const auto found = repository.find_manifest(plan.images[i].digest);
      if (!found) return std::unexpected(found.error());
      is_there[i] = found->has_value();
      return {};
    });
  }
  for (PlannedTag& tag : plan.tags) {
    jobs.push_back([&]() -> std::expected<void, Error> {
      const auto found = repository.find_manifest(tag.tag);
      if (!found) return std::unexpected(found.error());
      tag.is_there = *found == tag.digest;
      return {};
    });
  }
  auto asked = run_parallel(jobs, kRequestsAtOnce);
  plan.is_manifest_there.assign(is_there.begin(), is_there.end());
  return asked;
}

std::expected<void, Error> ask_for_blobs(registry::Repository& repository, PushPlan& plan) {
  const std::vector<MissingBlob> blobs = blobs_of(plan);
  std::vector<char> is_there(blobs.size());
  std::vector<Job> jobs;
  for (std::size_t i = 0; i < blobs.size(); ++i) {
    jobs.push_back([&, i]() -> std::expected<void, Error> {
      const auto found = repository.has_blob(blobs[i].blob);
      if (!found) return std::unexpected(found.error());
      is_there[i] = *found;
      return {};
    });
  }
  if (auto asked = run_parallel(jobs, kRequestsAtOnce); !asked) return asked;
  for (std::size_t i = 0; i < blobs.size(); ++i) {
    if (is_there[i]) {
      ++plan.blobs_there;
    } else {
      plan.missing.push_back(blobs[i]);
    }
  }
  return {};
}

}  // namespace

std::expected<std::vector<PlannedTag>, Error> planned_tags(const std::vector<Image>& images,
                                                           const std::string& tag) {
  std::vector<PlannedTag> tags;
  const bool is_single = images.size() == 1;
  for (const Image& image : images) {
    const std::string ending = "-" + images::docker_architecture(image.architecture);
    tags.push_back({is_single ? tag : tag + ending, std::string(images::kManifestType),
                    image.digest, image.manifest_text});
  }
  if (!is_single) {
    std::string text = index_text(images);
    std::string digest = images::sha256_digest(text);
    tags.push_back({tag, std::string(images::kIndexType), std::move(digest), std::move(text)});
  }
  for (const PlannedTag& planned : tags) {
    if (registry::is_tag(planned.tag)) continue;
    return images::failure(
        "Push.BadTag", "'" + planned.tag +
                           "' is no tag: write letters, digits, '_', '.' and '-', not beginning "
                           "with '.' or '-', at most 128 with the architecture");
  }
  return tags;
}

std::expected<PushPlan, Error> make_plan(registry::Repository& repository,
                                         std::vector<Image> images,
                                         const std::vector<std::string>& tags) {
  PushPlan plan;
  plan.images = std::move(images);
  for (const std::string& tag : tags) {
    auto planned = planned_tags(plan.images, tag);
    if (!planned) return std::unexpected(std::move(planned.error()));
    std::ranges::move(*planned, std::back_inserter(plan.tags));
  }
  if (auto asked = ask_for_manifests(repository, plan); !asked) {
    return std::unexpected(std::move(asked.error()));
  }
  if (auto asked = ask_for_blobs(repository, plan); !asked) {
    return std::unexpected(std::move(asked.error()));
  }
  return plan;
}

std::string plan_text(const PushPlan& plan, const registry::RepositoryName& repository) {
  std::string out;
  const std::string name = text(repository);
  for (std::size_t i = 0; i < plan.images.size(); ++i) {
    const Image& image = plan.images[i];
    out += "image " + image.architecture + ": " + name + "@" + image.digest +
           (plan.is_manifest_there[i] ? " is there\n" : " is to be pushed\n");
  }
  if (plan.blobs_there > 0) {
    out += std::to_string(plan.blobs_there) + " of its blobs are there already\n";
  }
  for (const MissingBlob& missing : plan.missing) {
    out += missing.base ? "copy  " : "send  ";
    out += missing.blob.digest + " " + size_text(missing.blob.size);
    out += missing.base ? " from " + text(*missing.base) + "\n" : "\n";
  }
  for (const PlannedTag& tag : plan.tags) {
    out += "tag   " + tag.tag +
           (tag.is_there ? " stands for it already\n" : " for " + tag.digest + "\n");
  }
  return out;
}

}  // namespace lambda::deploy
