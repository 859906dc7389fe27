// Publishes a layer, from the zip that Lambda unpacks in /opt, unless its newest version is equal.
// Source: AWS Lambda API Reference, PublishLayerVersion, ListLayerVersions, GetLayerVersion.
#pragma once

#include <expected>
#include <ostream>
#include <string>

#include "core/errors/error.h"
#include "deploy/aws/aws_command.h"
#include "deploy/plan/layer_plan.h"
#include "images/tools/function/function_document.h"

namespace lambda::deploy {

/// Whether to publish a version that equals the newest one, and whether to publish at all.
enum class Publication { kWhereChanged, kAlways, kPlanned };

/// The layer of `document` that was built for one processor, for provided.al2023.
/// Error: Deploy.NotBuilt; Deploy.Refused above 50 MB; File.Unreadable.
std::expected<DesiredLayer, Error> built_layer(const images::FunctionDocument& document,
                                               const images::FunctionArchitecture& built);

/// The version's ARN, that of the newest one where it is equal; empty for kPlanned. `log` is told
/// what is, or would be, done. Error: as AwsCommand::call;
/// Deploy.OtherCode when Lambda has other content than the zip.
std::expected<std::string, Error> publish_layer(const AwsCommand& aws, const DesiredLayer& desired,
                                                Publication publication, std::ostream& log);

}  // namespace lambda::deploy
