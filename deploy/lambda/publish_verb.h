// `deploy publish`: a layer's next version, from the zip that Lambda unpacks in /opt.
// Source: AWS Lambda API Reference, PublishLayerVersion, ListLayerVersions, GetLayerVersion.
#pragma once

#include <expected>
#include <optional>
#include <string>
#include <vector>

#include "Poco/JSON/Object.h"
#include "deploy/lambda/zip_file.h"
#include "images/tools/command_line/command_line.h"
#include "runtime/errors/error.h"

namespace lambda::deploy {

/// A layer as it is to be.
struct DesiredLayer {
  std::string name;
  std::string description;
  std::string architecture;
  std::vector<std::string> runtimes;
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

/// True when a version would be the newest one again.
bool is_published(const DesiredLayer& desired, const FoundLayer& found);

/// What `publish-layer-version` takes, apart from the zip.
Poco::JSON::Object::Ptr layer_input(const DesiredLayer& desired);

/// The verb, of the program started as `program`. A line of standard output for each architecture,
/// the ARN of its version, and nothing else.
images::Verb publish_verb(const std::string& program);

}  // namespace lambda::deploy
