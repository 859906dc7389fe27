// A layer's next version, and the layers that a function has attached.
// Source: AWS Lambda API Reference, PublishLayerVersion, ListLayerVersions, GetLayerVersion; AWS
// Lambda Developer Guide, "Adding layers to functions".
#pragma once

#include <expected>
#include <filesystem>
#include <string>
#include <vector>

#include <Poco/JSON/Object.h>

#include "core/errors/error.h"
#include "deploy/function/zip_file.h"

namespace lambda::deploy {

/// A layer as it is to be.
struct DesiredLayer {
  std::string name;
  std::string description;
  std::string architecture;
  std::vector<std::string> runtimes;  // In alphabetical order.
  std::string license;
  std::filesystem::path zip;
  ZipFile measured;
};

/// The layer's newest version.
struct FoundLayer {
  std::string version_arn;
  std::string sha256;  // Base64.
  std::vector<std::string> runtimes;
  std::vector<std::string> architectures;
};

/// Error: Deploy.Refused above 50 MB.
std::expected<void, Error> check_layer(const DesiredLayer& desired);

/// True when a version of `desired` would equal the newest one.
bool is_published(const DesiredLayer& desired, const FoundLayer& found);

/// The input of `publish-layer-version`, without the zip.
Poco::JSON::Object::Ptr layer_input(const DesiredLayer& desired);

/// `attached` with the layer version `version_arn`: in the place of another version of the same
/// layer, or else at the end. The others stay, since somebody attached them.
std::vector<std::string> attach_layer(std::vector<std::string> attached,
                                      const std::string& version_arn);

}  // namespace lambda::deploy
