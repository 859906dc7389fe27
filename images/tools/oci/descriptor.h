// A descriptor: the media type, digest and size of a blob. Everything in an image points by one.
// Source: OCI Image Specification 1.1, descriptor.md and media-types.md.
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

#include <Poco/JSON/Object.h>

#include "core/errors/error.h"

namespace lambda::images {

inline constexpr std::string_view kIndexType = "application/vnd.oci.image.index.v1+json";
inline constexpr std::string_view kManifestType = "application/vnd.oci.image.manifest.v1+json";
inline constexpr std::string_view kConfigType = "application/vnd.oci.image.config.v1+json";
inline constexpr std::string_view kLayerType = "application/vnd.oci.image.layer.v1.tar+gzip";

/// Owns its texts.
struct Descriptor {
  std::string media_type;
  std::string digest;  // For which is_sha256_digest holds.
  std::uint64_t size = 0;
};

/// Reads one; `what` names it in messages.
/// Error: Descriptor.Malformed when a member is missing, of another kind, or not a sha256 digest.
std::expected<Descriptor, Error> parse_descriptor(const Poco::JSON::Object& object,
                                                  std::string_view what);

/// As a JSON object, to which the caller may add members.
Poco::JSON::Object::Ptr descriptor_json(const Descriptor& descriptor);

}  // namespace lambda::images
