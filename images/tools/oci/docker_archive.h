// Writes the one file that `docker load`, `podman load` and skopeo's docker-archive: take. It is an
// OCI layout as well, as `docker save` has written it since Docker 25, for oci-archive:.
// Source: Docker image specification 1.3, "Combined Image JSON + Filesystem Changeset Format";
// OCI Image Specification 1.1, image-layout.md.
#pragma once

#include <expected>
#include <ostream>
#include <string>
#include <vector>

#include "core/errors/error.h"
#include "images/tools/oci/image_parts.h"

namespace lambda::images {

/// Writes `image` to `stream` under the names `tags` ("hello:latest"). Equal inputs, equal bytes.
/// Error: Archive.BadTag when a tag is not NAME:TAG; Image.BlobMissing; Image.SizeMismatch; those
/// of TarWriter.
std::expected<void, Error> write_docker_archive(const ImageParts& image,
                                                const std::vector<std::string>& tags,
                                                const BlobFiles& blobs, std::ostream& stream);

}  // namespace lambda::images
