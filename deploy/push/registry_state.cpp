// All questions in one round trip where that is long: manifests and tags, and the blobs, whose
// answers only count where the manifest is missing.
#include "deploy/push/registry_state.h"

#include <condition_variable>
#include <mutex>
#include <utility>
#include <vector>

#include "deploy/push/parallel.h"

namespace lambda::deploy {
namespace {

Presence presence(bool is_there) {
  if (is_there) {
    return Presence::kThere;
  }
  return Presence::kAbsent;
}

/// The answers about manifests so far. A near registry gives them before the blobs' questions are
/// worth asking; a far one is not waited for.
class ManifestAnswers {
 public:
  explicit ManifestAnswers(std::size_t images) : found_(images), missing_(images) {}

  void set(std::size_t image, bool is_there) {
    const std::lock_guard lock(mutex_);
    found_[image] = presence(is_there);
    --missing_;
    changed_.notify_all();
  }
  bool is_there_soon(std::size_t image) {
    std::unique_lock lock(mutex_);
    changed_.wait_until(lock, deadline_, [this] { return missing_ == 0; });
    return found_[image] == Presence::kThere;
  }
  const std::vector<Presence>& found() const { return found_; }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Presence> found_;
  std::size_t missing_;  // Answers.
  std::chrono::steady_clock::time_point deadline_ = std::chrono::steady_clock::now() + kNear;
};

}  // namespace

std::expected<FoundInRepository, Error> read_registry(registry::Repository& repository,
                                                      const DesiredPush& push) {
  FoundInRepository found{.manifests = {},
                          .blobs = std::vector<Presence>(push.blobs.size()),
                          .tags = std::vector<Presence>(push.tags.size())};
  ManifestAnswers manifests(push.images.size());
  std::vector<Job> jobs;
  for (std::size_t i = 0; i < push.images.size(); ++i) {
    jobs.push_back([&, i]() -> std::expected<void, Error> {
      const auto manifest = repository.find_manifest(push.images[i].digest);
      manifests.set(i, manifest && manifest->has_value());
      if (!manifest) {
        return std::unexpected(manifest.error());
      }
      return {};
    });
  }
  for (std::size_t i = 0; i < push.tags.size(); ++i) {
    jobs.push_back([&, i]() -> std::expected<void, Error> {
      const auto manifest = repository.find_manifest(push.tags[i].tag);
      if (!manifest) {
        return std::unexpected(manifest.error());
      }
      found.tags[i] = presence(*manifest == push.tags[i].digest);
      return {};
    });
  }
  for (std::size_t i = 0; i < push.blobs.size(); ++i) {
    jobs.push_back([&, i]() -> std::expected<void, Error> {
      if (manifests.is_there_soon(push.blobs[i].image)) {
        return {};
      }
      const auto blob = repository.has_blob(push.blobs[i].blob);
      if (!blob) {
        return std::unexpected(blob.error());
      }
      found.blobs[i] = presence(*blob);
      return {};
    });
  }
  if (auto asked = run_parallel(jobs, kRequestsAtOnce); !asked) {
    return std::unexpected(std::move(asked.error()));
  }
  found.manifests = manifests.found();
  return found;
}

}  // namespace lambda::deploy
