// What a push has to do: found out by questions alone, so that it can be shown and not done.
// Source: OCI Distribution Specification 1.1, "Checking if content exists".
#pragma once

#include <chrono>
#include <expected>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/errors/error.h"
#include "deploy/push/image.h"
#include "deploy/registry/repository.h"
#include "images/tools/oci/descriptor.h"

namespace lambda::deploy {

/// How many requests are under way at once, blobs too. More cost handshakes, and gain nothing on
/// any link. Measured: tests/bench/push.cpp; to a registry on this machine 2 blobs at once take
/// 1.1 times as long as crane, 4 take 0.96 to 1.1, 10 take 0.9 to 1.0.
inline constexpr std::size_t kRequestsAtOnce = 10;

/// How long the questions about blobs wait for the answers about manifests, which save them.
inline constexpr std::chrono::milliseconds kNear{10};

/// A blob that the registry does not have. One of its three sources is set.
struct MissingBlob {
  images::Descriptor blob;
  const std::string* text = nullptr;             // A config, in the plan's images.
  std::filesystem::path file;                    // A layer that was built.
  std::optional<registry::RepositoryName> base;  // A layer that only the base's registry has.
};

/// A name that is to stand for a manifest or an index.
struct PlannedTag {
  std::string tag;
  std::string media_type;
  std::string digest;
  std::string text;  // The manifest's or index's.
  bool is_there = false;
};

/// Owns its images; movable, not copyable.
struct PushPlan {
  PushPlan() = default;
  PushPlan(PushPlan&&) = default;
  PushPlan& operator=(PushPlan&&) = default;

  std::vector<Image> images;
  std::vector<bool> is_manifest_there;  // One for each image.
  std::vector<MissingBlob> missing;     // The largest first.
  std::size_t blobs_there = 0;
  std::vector<PlannedTag> tags;  // Of single images first: an index names what is there.
};

/// The tags that `tag` becomes: itself for one image; for several, one each with its architecture,
/// and itself for an index. Error: Push.BadTag.
std::expected<std::vector<PlannedTag>, Error> planned_tags(const std::vector<Image>& images,
                                                           const std::string& tag);

/// The tag that `image` gets when none is asked for, `sha256-` and half of its digest: a rule that
/// lets untagged images expire then does not delete what runs. All of the digest would be the name
/// under which a registry's other clients keep what refers to the image (OCI Distribution
/// Specification 1.1, "Referrers Tag Schema").
PlannedTag digest_tag(const Image& image);

/// Asks `repository`; a manifest that is there stands for all of its blobs. Without `tags` each
/// image has its digest_tag. Error: Push.BadTag; the repository's.
std::expected<PushPlan, Error> make_plan(registry::Repository& repository,
                                         std::vector<Image> images,
                                         const std::vector<std::string>& tags);

/// For people, a line each.
std::string plan_text(const PushPlan& plan, const registry::RepositoryName& repository);

}  // namespace lambda::deploy
