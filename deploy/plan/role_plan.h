// The role that a function runs as: made when asked for, with the policy that lets it write logs.
// Source: AWS IAM API Reference, CreateRole, AttachRolePolicy; AWS Lambda Developer Guide, "Lambda
// execution role".
#pragma once

#include <string>
#include <vector>

#include "deploy/plan/desired_function.h"
#include "deploy/plan/found_function.h"
#include "deploy/plan/step.h"

namespace lambda::deploy {

/// The tag of what this program made, so that it deletes nothing else. Its value: the function.
inline constexpr const char* kMadeTag = "lambda-deploy:function";

inline constexpr const char* kLogsPolicy = "AWSLambdaBasicExecutionRole";

/// What a role is called that nobody named: lambda-FUNCTION. Where IAM takes no name that long, the
/// end is a digest of the function's name, so that two functions never share a role unseen.
std::string default_role_name(const std::string& function);

/// True when this program made the role.
bool is_role_ours(const FoundRole& role);

/// The ARN of an AWS policy for Lambda's roles, in the partition of `arn`: "aws", or "aws-cn".
std::string service_policy_arn(const std::string& arn, const std::string& policy);

/// Makes the role, or ends what was begun. None where no role is asked for, or another's is there.
std::vector<Step> plan_role(const DesiredFunction& desired, const Found& found);

}  // namespace lambda::deploy
