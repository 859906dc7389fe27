// A layer's next version, from the zip that Lambda unpacks in /opt, unless its newest version is
// the same. Source: AWS Lambda API Reference, PublishLayerVersion, ListLayerVersions,
// GetLayerVersion.
#pragma once

#include <expected>
#include <filesystem>
#include <ostream>
#include <string>
#include <vector>

#include <Poco/JSON/Object.h>

#include "core/errors/error.h"
#include "deploy/aws/aws_command.h"
#include "deploy/function/function_document.h"
#include "deploy/lambda/zip_file.h"

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

/// What to do where a version would be the newest one again, and whether to do anything.
enum class Publication { kWhereChanged, kAlways, kPlanned };

/// The layer of `document` that was built for one processor, for provided.al2023.
/// Error: Deploy.NotBuilt; Deploy.Refused above 50 MB; File.Unreadable.
std::expected<DesiredLayer, Error> built_layer(const FunctionDocument& document,
                                               const FunctionArchitecture& built);

/// True when a version would be the newest one again.
bool is_published(const DesiredLayer& desired, const FoundLayer& found);

/// What `publish-layer-version` takes, apart from the zip.
Poco::JSON::Object::Ptr layer_input(const DesiredLayer& desired);

/// The version's ARN: of the newest one where that is the same. Empty when it is only planned to be
/// published; `log` is told what is, or would be, done. Error: as AwsCommand::call;
/// Deploy.OtherCode when Lambda has other content than the zip.
std::expected<std::string, Error> publish_layer(const AwsCommand& aws, const DesiredLayer& desired,
                                                Publication publication, std::ostream& log);

}  // namespace lambda::deploy
