// Names of repositories and images, as people write them: HOST[:PORT]/NAME[:TAG][@DIGEST].
// Source: OCI Distribution Specification 1.1, "Pulling manifests" (names and tags).
#pragma once

#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "core/errors/error.h"
#include "deploy/registry/transport/url.h"

namespace lambda::registry {

inline constexpr std::size_t kNameBytesMax = 255;
inline constexpr std::size_t kTagBytesMax = 128;

/// A repository in a registry. Owns its texts.
struct RepositoryName {
  Origin origin;
  std::string name;  // "team/hello".

  bool operator==(const RepositoryName&) const = default;
};

/// `HOST/NAME`, without a tag or digest.
std::string text(const RepositoryName& repository);

/// An image in a repository. At least one of tag and digest is not empty.
struct ImageReference {
  RepositoryName repository;
  std::string tag;
  std::string digest;
};

bool is_repository_name(std::string_view name);
bool is_tag(std::string_view tag);

/// Whether `text` begins with a host, as docker decides it: its first part has a dot or a colon, or
/// is localhost.
bool names_host(std::string_view text);

/// How to speak to a registry. kUsual: with TLS, except for a host that can only be this machine,
/// at another port than 443, where test registries are.
enum class Scheme { kUsual, kHttp, kHttps };

/// Reads `HOST[:PORT]/NAME`. Error: Registry.BadReference, with the form to write.
std::expected<RepositoryName, Error> parse_repository(std::string_view text, Scheme scheme);

/// Reads `HOST[:PORT]/NAME[:TAG][@DIGEST]`. Error: Registry.BadReference.
std::expected<ImageReference, Error> parse_image_reference(std::string_view text, Scheme scheme);

}  // namespace lambda::registry
