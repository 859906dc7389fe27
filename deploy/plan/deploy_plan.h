// From what is there to what is wanted: the steps, or why it cannot be. Pure: no call, no clock.
// What is published is pinned to what was planned: the function's code and revision, the alias's
// revision. Run again after any of its steps, it gives the rest of them.
// Source: AWS Lambda API Reference, CreateFunction, UpdateFunctionCode,
// UpdateFunctionConfiguration; Developer Guide, "Lambda quotas".
#pragma once

#include <chrono>
#include <cstdint>
#include <expected>
#include <string>
#include <vector>

#include "core/errors/error.h"
#include "deploy/plan/desired_function.h"
#include "deploy/plan/found_function.h"
#include "deploy/plan/step.h"

namespace lambda::deploy {

/// Which of the architectures in `built` is deployed: `said`; else the function's own; else the
/// only one, or x86_64, Lambda's default. Error: Deploy.Architecture.
std::expected<std::string, Error> choose_architecture(const std::vector<std::string>& built,
                                                      const std::string& said, const Found& found);

/// Refuses what Lambda would refuse later, or what would surprise. `today` decides about runtimes.
/// Error: Deploy.Refused, Deploy.Runtime or Deploy.Environment, with what to type instead.
std::expected<void, Error> check_deployment(const DesiredFunction& desired, const Found& found,
                                            std::chrono::year_month_day today);

/// Whether the layer `layer_name` fits beside those that the function has, where it is not among
/// them yet. Error: Deploy.Refused, with what to type instead.
std::expected<void, Error> check_attachment(const DesiredFunction& desired, const Found& found,
                                            const std::string& layer_name);

/// The steps, in order, of a deployment that was checked; none when all is as wanted.
std::vector<Step> plan_deployment(const DesiredFunction& desired, const Found& found);

/// True when `function` has the code and each setting that `desired` names, so that it may be
/// published. `found` is what the deployment was planned from.
bool is_as_wanted(const DesiredFunction& desired, const Found& found,
                  const FoundFunction& function);

}  // namespace lambda::deploy
