// A version of what was deployed, and the alias that points at it: neither is of another's code.
// Source: AWS Lambda API Reference, PublishVersion (CodeSha256, RevisionId), UpdateAlias
// (RevisionId, RoutingConfig); Developer Guide, "Lambda function aliases".
#pragma once

#include <vector>

#include "deploy/plan/desired_function.h"
#include "deploy/plan/found_function.h"
#include "deploy/plan/step.h"

namespace lambda::deploy {

/// The version is pinned to the function as it is when all is as wanted, the alias to its revision
/// as it was found. None where no version is asked for.
std::vector<Step> plan_version(const DesiredFunction& desired, const Found& found);

}  // namespace lambda::deploy
