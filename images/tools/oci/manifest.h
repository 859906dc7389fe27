// One platform's image manifest: its config and its layers, in order.
// Source: OCI Image Specification 1.1, manifest.md; Docker "Image Manifest Version 2, Schema 2";
// rules_oci issue 777: Lambda's error for a layer that is not compressed.
#pragma once

#include <expected>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/errors/error.h"
#include "images/tools/oci/descriptor.h"

namespace lambda::images {

inline constexpr std::size_t kLayersMax = 127;  // Docker's limit.

/// Layer 0 is the lowest.
struct Manifest {
  Descriptor config;
  std::vector<Descriptor> layers;
  std::map<std::string, std::string> annotations;
};

/// Reads an OCI or a Docker schema 2 manifest, also one without its optional mediaType, and gives
/// every media type its OCI name. `what` names the text in messages.
/// Error: Json.Malformed; Descriptor.Malformed; Manifest.Unsupported for an index, for schema 1,
/// for layers that Lambda refuses, as all but gzip, or that may not be redistributed.
std::expected<Manifest, Error> parse_manifest(std::string_view text, std::string_view what);

/// OCI's JSON. Equal manifests give equal bytes.
std::string manifest_json(const Manifest& manifest);

}  // namespace lambda::images
