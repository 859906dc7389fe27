// What the packer of a layer tells the packer of the image: a small JSON file, an OCI descriptor
// with two more members, diffId and createdBy.
#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "core/errors/error.h"
#include "images/tools/oci/descriptor.h"

namespace lambda::images {

/// One layer, ready to be named by a manifest and a config.
struct LayerNote {
  Descriptor descriptor;
  std::string diff_id;
  std::string created_by;  // For the image's history.
};

/// Error: Json.Malformed; Descriptor.Malformed, also when diffId is not a digest.
std::expected<LayerNote, Error> parse_layer_note(std::string_view text, std::string_view what);

std::string layer_note_json(const LayerNote& note);

}  // namespace lambda::images
