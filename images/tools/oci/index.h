// An image index: the manifests that a layout holds, each for one platform.
// Source: OCI Image Specification 1.1, image-index.md, image-layout.md and annotations.md.
#pragma once

#include <expected>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/errors/error.h"
#include "images/tools/oci/descriptor.h"

namespace lambda::images {

inline constexpr std::size_t kIndexEntriesMax = 64;
inline constexpr std::string_view kRefName = "org.opencontainers.image.ref.name";

/// One manifest of the index.
struct IndexEntry {
  Descriptor manifest;
  std::string architecture;  // Docker's name; empty where the index does not say.
  std::map<std::string, std::string> annotations;
};

/// Error: Json.Malformed; Descriptor.Malformed; Index.Unsupported for another schemaVersion, too
/// many entries, an index within the index, or a system other than Linux.
std::expected<std::vector<IndexEntry>, Error> parse_index(std::string_view text,
                                                          std::string_view what);

/// OCI's JSON, entries in the order given. Equal entries give equal bytes.
std::string index_json(const std::vector<IndexEntry>& entries);

}  // namespace lambda::images
