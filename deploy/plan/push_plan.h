// What a push has to do, from the images that were built and what the registry has already.
// Source: OCI Distribution Specification 1.1, "Push".
#pragma once

#include <cstddef>
#include <expected>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/errors/error.h"
#include "deploy/function/image.h"
#include "deploy/registry/reference.h"
#include "images/tools/oci/descriptor.h"

namespace lambda::deploy {

/// A blob to push. One of its three sources is set.
struct WantedBlob {
  images::Descriptor blob;
  const std::string* text = nullptr;             // A config, in the push's images.
  std::filesystem::path file;                    // A layer that was built.
  std::optional<registry::RepositoryName> base;  // A layer that only the base's registry has.
  std::size_t image = 0;                         // The first image that has it.
};

/// A name that is to stand for a manifest or an index.
struct WantedTag {
  std::string tag;
  std::string media_type;
  std::string digest;
  std::string text;  // The manifest's or index's.
};

/// What the repository is to have after the push. Owns its images; movable, not copyable.
struct DesiredPush {
  DesiredPush() = default;
  DesiredPush(DesiredPush&&) = default;
  DesiredPush& operator=(DesiredPush&&) = default;

  std::vector<Image> images;
  std::vector<WantedBlob> blobs;  // Each digest once.
  std::vector<WantedTag> tags;    // Of single images first: an index names what is there.
};

/// What an answer of the registry says. A manifest that is there stands for all of its blobs, which
/// are then not asked for.
enum class Presence : unsigned char { kUnknown, kAbsent, kThere };

/// What the repository has; one entry for each image, blob and tag of the desired push.
struct FoundInRepository {
  std::vector<Presence> manifests;
  std::vector<Presence> blobs;
  std::vector<Presence> tags;  // kThere: the tag stands for the desired digest.
};

/// What is left to do. Movable, not copyable, like the push that it owns.
struct PushPlan {
  DesiredPush push;
  FoundInRepository found;
  std::vector<WantedBlob> missing;  // The largest first.
  std::size_t blobs_there = 0;
};

/// Error: Push.EmptyBase for an image on the empty base. It may be meant, but a build that reached
/// no registry makes one too, and it then lacks what the function needs.
std::expected<void, Error> check_base(const Image& image);

/// The tags that `tag` becomes: itself for one image; for several, one each with its architecture,
/// and itself for an index. Error: Push.BadTag.
std::expected<std::vector<WantedTag>, Error> wanted_tags(const std::vector<Image>& images,
                                                         const std::string& tag);

/// The tag that `image` gets when none is asked for, `sha256-` and half of its digest: a rule that
/// lets untagged images expire then does not delete what runs. All of the digest would be the name
/// under which a registry's other clients keep what refers to the image (OCI Distribution
/// Specification 1.1, "Referrers Tag Schema").
WantedTag digest_tag(const Image& image);

/// Without `tags` each image has its digest_tag. Error: Push.BadTag.
std::expected<DesiredPush, Error> desired_push(std::vector<Image> images,
                                               const std::vector<std::string>& tags);

/// `found` is about `push`.
PushPlan plan_push(DesiredPush push, FoundInRepository found);

}  // namespace lambda::deploy
