// All questions in one round trip where that is long: manifests and tags, and the blobs, whose
// answers only count where the manifest is missing.
#include "deploy/push/push_plan.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <set>

#include "core/digest/sha256.h"
#include "core/errors/error.h"
#include "deploy/push/parallel.h"
#include "deploy/push/progress.h"
#include "images/tools/oci/image_parts.h"

namespace lambda::deploy {
namespace {

/// A blob of the image `image`, the first that has it.
struct AskedBlob {
  MissingBlob blob;
  std::size_t image;
  bool is_there = false;
};

std::vector<AskedBlob> blobs_of(const std::vector<Image>& images) {
  std::vector<AskedBlob> blobs;
  std::set<std::string> known;
  for (std::size_t i = 0; i < images.size(); ++i) {
    const Image& image = images[i];
    for (std::size_t layer = 0; layer < image.layers.size(); ++layer) {
      const images::Descriptor& blob = image.manifest.layers[layer];
      if (!known.insert(blob.digest).second) {
        continue;
      }
      if (image.layers[layer]) {
        blobs.push_back({{blob, nullptr, *image.layers[layer], std::nullopt}, i});
      } else {
        blobs.push_back({{blob, nullptr, {}, image.base}, i});
      }
    }
    if (known.insert(image.manifest.config.digest).second) {
      blobs.push_back({{image.manifest.config, &image.config_text, {}, std::nullopt}, i});
    }
  }
  return blobs;
}

std::expected<void, Error> ask_for_blob(registry::Repository& repository, AskedBlob& asked) {
  const auto found = repository.has_blob(asked.blob.blob);
  if (!found) {
    return std::unexpected(found.error());
  }
  asked.is_there = *found;
  return {};
}

/// What is known of the manifests. A near registry answers before the blobs' questions are worth
/// asking; a far one is not waited for.
class ManifestAnswers {
 public:
  explicit ManifestAnswers(std::size_t images) : is_there_(images), missing_(images) {}

  void set(std::size_t image, bool is_there) {
    const std::lock_guard lock(mutex_);
    is_there_[image] = is_there;
    --missing_;
    changed_.notify_all();
  }
  bool is_there_soon(std::size_t image) {
    std::unique_lock lock(mutex_);
    changed_.wait_until(lock, deadline_, [this] { return missing_ == 0; });
    return is_there_[image];
  }
  const std::vector<bool>& is_there() const { return is_there_; }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<bool> is_there_;
  std::size_t missing_;  // Answers.
  std::chrono::steady_clock::time_point deadline_ = std::chrono::steady_clock::now() + kNear;
};

std::expected<void, Error> ask(registry::Repository& repository, PushPlan& plan,
                               std::vector<AskedBlob>& blobs) {
  ManifestAnswers answers(plan.images.size());
  std::vector<Job> jobs;
  for (std::size_t i = 0; i < plan.images.size(); ++i) {
    jobs.push_back([&, i]() -> std::expected<void, Error> {
      const auto found = repository.find_manifest(plan.images[i].digest);
      answers.set(i, found && found->has_value());
      if (!found) {
        return std::unexpected(found.error());
      }
      return {};
    });
  }
  for (PlannedTag& tag : plan.tags) {
    jobs.push_back([&]() -> std::expected<void, Error> {
      const auto found = repository.find_manifest(tag.tag);
      if (!found) {
        return std::unexpected(found.error());
      }
      tag.is_there = *found == tag.digest;
      return {};
    });
  }
  for (AskedBlob& blob : blobs) {
    jobs.push_back([&]() -> std::expected<void, Error> {
      if (answers.is_there_soon(blob.image)) {
        return {};
      }
      return ask_for_blob(repository, blob);
    });
  }
  auto asked = run_parallel(jobs, kRequestsAtOnce);
  plan.is_manifest_there = answers.is_there();
  return asked;
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
    std::string digest = sha256_digest(text);
    tags.push_back({tag, std::string(images::kIndexType), std::move(digest), std::move(text)});
  }
  for (const PlannedTag& planned : tags) {
    if (registry::is_tag(planned.tag)) {
      continue;
    }
    return failure("Push.BadTag",
                   "'" + planned.tag +
                       "' is no tag: write letters, digits, '_', '.' and '-', not beginning "
                       "with '.' or '-', at most 128 with the architecture");
  }
  return tags;
}

PlannedTag digest_tag(const Image& image) {
  constexpr std::size_t kDigits = 32;
  return {"sha256-" + std::string(digest_hex(image.digest).substr(0, kDigits)),
          std::string(images::kManifestType), image.digest, image.manifest_text};
}

std::expected<PushPlan, Error> make_plan(registry::Repository& repository,
                                         std::vector<Image> images,
                                         const std::vector<std::string>& tags) {
  PushPlan plan;
  plan.images = std::move(images);
  for (const std::string& tag : tags) {
    auto planned = planned_tags(plan.images, tag);
    if (!planned) {
      return std::unexpected(std::move(planned.error()));
    }
    std::ranges::move(*planned, std::back_inserter(plan.tags));
  }
  if (tags.empty()) {
    for (const Image& image : plan.images) {
      plan.tags.push_back(digest_tag(image));
    }
  }
  std::vector<AskedBlob> blobs = blobs_of(plan.images);
  if (auto asked = ask(repository, plan, blobs); !asked) {
    return std::unexpected(std::move(asked.error()));
  }
  for (AskedBlob& blob : blobs) {
    if (plan.is_manifest_there[blob.image]) {
      continue;
    }
    if (blob.is_there) {
      ++plan.blobs_there;
    } else {
      plan.missing.push_back(std::move(blob.blob));
    }
  }
  std::ranges::stable_sort(plan.missing, std::greater<>{},
                           [](const MissingBlob& missing) { return missing.blob.size; });
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
