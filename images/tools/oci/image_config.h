// An image's config: the base's, with Lambda's entry point, environment and layers put on top.
// Source: OCI Image Specification 1.1, config.md; Lambda Developer Guide, "Create a Lambda function
// using a container image".
#pragma once

#include <expected>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/errors/error.h"

namespace lambda::images {

/// A layer to put on top, and its line in the history.
struct AddedLayer {
  std::string diff_id;
  std::string created_by;
};

/// The changes from the base's config to ours.
struct ConfigChange {
  std::string architecture;  // Docker's name: "amd64" or "arm64".
  std::vector<std::string> entrypoint;
  std::vector<std::string> command;  // The entry point's arguments; the base's never survive.
  std::string working_folder;
  std::map<std::string, std::string> environment;           // Replaces the base's value.
  std::map<std::string, std::string> environment_defaults;  // Only where the base has none.
  std::map<std::string, std::string> labels;
  std::string user;  // Empty: the base's.
  std::vector<AddedLayer> layers;
};

/// The config of an image on the base whose config is `base`, which has `base_layers` layers;
/// an empty `base` stands for the empty base. `created` is the epoch, so equal inputs give equal
/// bytes.
/// Error: Json.Malformed; Config.WrongPlatform when the base is for another architecture or system;
/// Config.Malformed when its diff_ids do not fit its layers. A history that does not is completed.
std::expected<std::string, Error> derive_config(std::string_view base, std::size_t base_layers,
                                                const ConfigChange& change);

}  // namespace lambda::images
