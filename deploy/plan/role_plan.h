// The role that a function runs as: created on request, with the policy that lets it write logs.
// Source: AWS IAM API Reference, CreateRole, AttachRolePolicy; AWS Lambda Developer Guide, "Lambda
// execution role".
#pragma once

#include <string>
#include <vector>

#include "deploy/plan/desired_function.h"
#include "deploy/plan/found_function.h"
#include "deploy/plan/step.h"

namespace lambda::deploy {

/// The tag of every role that this program made: it deletes no other. Its value is the function.
inline constexpr const char* kMadeTag = "lambda-deploy:function";

inline constexpr const char* kLogsPolicy = "AWSLambdaBasicExecutionRole";

/// The name of a role that nobody named: lambda-FUNCTION. Where that is too long for IAM, it ends
/// in a digest of the function's name, so that two functions never share a role by accident.
std::string default_role_name(const std::string& function);

/// True when this program made the role.
bool is_role_ours(const FoundRole& role);

/// The ARN of an AWS policy for Lambda's roles, in the partition of `arn`: "aws", or "aws-cn".
std::string service_policy_arn(const std::string& arn, const std::string& policy);

/// Creates the role, or completes one that was begun. Empty where none is asked for, or where
/// somebody else's exists.
std::vector<Step> plan_role(const DesiredFunction& desired, const Found& found);

}  // namespace lambda::deploy
