// What the `aws` command said went wrong, as an error with what to do about it.
// Source: AWS CLI User Guide, "Command line return codes"; botocore's messages, seen with 1.46 and
// 2.36: "An error occurred (CODE) when calling the OPERATION operation: TEXT".
#pragma once

#include <string>
#include <string_view>

#include "core/errors/error.h"

namespace lambda::deploy {

/// `call` is what was tried, "lambda get-function"; `said` the command's standard error. The type
/// is "Aws." and the service's own code ("Aws.ResourceNotFoundException") or one of ours:
/// Aws.NoCredentials, Aws.NoRegion, Aws.NoProfile, Aws.NoAnswer, Aws.Expired, Aws.TooOld,
/// Aws.Failed.
Error aws_error(std::string_view call, std::string_view said);

}  // namespace lambda::deploy
