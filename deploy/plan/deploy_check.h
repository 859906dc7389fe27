// Refuses, before anything is sent, what Lambda would refuse later or what would surprise.
// Source: AWS Lambda Developer Guide, "Lambda quotas"; API Reference, CreateFunction.
#pragma once

#include <chrono>
#include <expected>
#include <string>
#include <vector>

#include "core/errors/error.h"
#include "deploy/plan/desired_function.h"
#include "deploy/plan/found_function.h"
#include "deploy/registry/reference.h"

namespace lambda::deploy {

/// Which of the architectures in `built` is deployed: `said`; or else the function's own; or else
/// the only one, or x86_64, Lambda's default. Error: Deploy.Architecture.
std::expected<std::string, Error> choose_architecture(const std::vector<std::string>& built,
                                                      const std::string& said, const Found& found);

/// Whether Lambda can take an image from `repository`: from ECR alone, in the function's Region; of
/// a new function, in `region`, where one was given. Error: Deploy.Refused.
std::expected<void, Error> check_repository(const registry::RepositoryName& repository,
                                            const Found& found, const std::string& region);

/// `today` decides about runtimes.
/// Error: Deploy.Refused, Deploy.Runtime or Deploy.Environment, with what to type instead.
std::expected<void, Error> check_deployment(const DesiredFunction& desired, const Found& found,
                                            std::chrono::year_month_day today);

/// Whether the layer `layer_name` fits beside the layers that the function has.
/// Error: Deploy.Refused, with what to type instead.
std::expected<void, Error> check_attachment(const DesiredFunction& desired, const Found& found,
                                            const std::string& layer_name);

}  // namespace lambda::deploy
