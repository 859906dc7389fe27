// The parts of an ARN: arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE.
// Source: AWS IAM User Guide, "Amazon Resource Names (ARNs)".
#pragma once

#include <string>
#include <string_view>

namespace lambda::deploy {

enum class ArnPart { kPartition = 1, kService, kRegion, kAccount };

/// "eu-west-1" is kRegion of arn:aws:lambda:eu-west-1:123456789012:function:hello. Empty where the
/// part is missing or the ARN is malformed.
std::string arn_part(std::string_view arn, ArnPart part);

}  // namespace lambda::deploy
