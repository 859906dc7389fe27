// Checks an OCI image layout as a registry and Lambda would: every blob hashed again, every size,
// media type, platform and diff_id compared. Users run it too: //images/tools:check.
// Source: OCI Image Specification 1.1; Lambda Developer Guide, "Container image requirements".
#pragma once

#include <cstdint>
#include <expected>
#include <filesystem>
#include <string>
#include <vector>

#include "core/errors/error.h"

namespace lambda::images {

inline constexpr std::uint64_t kUnpackedImageBytesMax = 10ull << 30;  // Lambda's.

/// What a good layout holds.
struct CheckedImage {
  std::string name;  // Its org.opencontainers.image.ref.name.
  std::string digest;
  std::string architecture;
  std::size_t layers = 0;
  std::uint64_t packed_bytes = 0;    // Of its layers.
  std::uint64_t unpacked_bytes = 0;  // The same, but of those that cannot be unpacked here.
};

/// The images of the layout in `folder`, each of which may unpack to `unpacked_bytes_max` in all.
/// Error: Layout.Malformed, Layout.BlobMissing, Layout.WrongDigest, Layout.WrongSize,
/// Layout.WrongDiffId, Layout.WrongPlatform, and those of what it reads.
std::expected<std::vector<CheckedImage>, Error> check_layout(
    const std::filesystem::path& folder, std::uint64_t unpacked_bytes_max = kUnpackedImageBytesMax);

}  // namespace lambda::images
