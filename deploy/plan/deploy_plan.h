// The steps from the function that was found to the one that is desired. What is published is
// pinned to what was planned: the function's code and revision, the alias's revision. Run again
// after any of its steps, it gives the rest of them. Source: AWS Lambda API Reference,
// CreateFunction, UpdateFunctionCode, UpdateFunctionConfiguration; Developer Guide, "Lambda
// quotas".
#pragma once

#include <vector>

#include "deploy/plan/desired_function.h"
#include "deploy/plan/found_function.h"
#include "deploy/plan/step.h"

namespace lambda::deploy {

/// The steps, in order, of a deployment that was checked; empty when nothing has to change.
std::vector<Step> plan_deployment(const DesiredFunction& desired, const Found& found);

/// True when `function` has the code and each setting that `desired` names, so that it may be
/// published. `found` is what the deployment was planned from.
bool is_as_wanted(const DesiredFunction& desired, const Found& found,
                  const FoundFunction& function);

}  // namespace lambda::deploy
