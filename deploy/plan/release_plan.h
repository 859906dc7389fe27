// What callers see of a deployment: a version, the alias that points at it, and the URL.
// Source: AWS Lambda API Reference, PublishVersion (CodeSha256, RevisionId), UpdateAlias
// (RevisionId, RoutingConfig), CreateFunctionUrlConfig, AddPermission; Developer Guide, "Lambda
// function aliases" and "Control access to Lambda function URLs": since October 2025 a caller needs
// lambda:InvokeFunctionUrl and, through that URL, lambda:InvokeFunction.
#pragma once

#include <vector>

#include "deploy/plan/desired_function.h"
#include "deploy/plan/found_function.h"
#include "deploy/plan/step.h"

namespace lambda::deploy {

/// Publishes a version, pinned to the function once it is as desired, and moves the alias, pinned
/// to its revision as it was found: neither can serve somebody else's code. Empty where no version
/// is asked for.
std::vector<Step> plan_version(const DesiredFunction& desired, const Found& found);

/// Sets up the URL. Its permissions come first, so that a public URL never answers 403; where it is
/// taken away, the URL goes first.
std::vector<Step> plan_url(const DesiredFunction& desired, const Found& found);

}  // namespace lambda::deploy
