// A function's URL and who may call it. Source: AWS Lambda API Reference, CreateFunctionUrlConfig,
// AddPermission; Developer Guide, "Control access to Lambda function URLs": since October 2025 a
// caller needs lambda:InvokeFunctionUrl and, by that URL, lambda:InvokeFunction.
#pragma once

#include <vector>

#include "deploy/plan/desired_function.h"
#include "deploy/plan/found_function.h"
#include "deploy/plan/step.h"

namespace lambda::deploy {

/// Permissions first, so that no public URL answers 403, and on the way back the URL first.
std::vector<Step> plan_url(const DesiredFunction& desired, const Found& found);

}  // namespace lambda::deploy
