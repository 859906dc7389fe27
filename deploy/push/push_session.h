// A push's session with a registry: connections and credentials.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "deploy/aws/aws_command.h"
#include "deploy/push/push_options.h"
#include "deploy/registry/session.h"

namespace lambda::deploy {

/// Looks, in this order, at LAMBDA_REGISTRY_USER and LAMBDA_REGISTRY_PASSWORD, only for
/// `destination`; docker's config.json; for a host of ECR, `aws ecr get-login-password`. `aws` must
/// outlive it.
registry::FindCredentials credentials_finder(registry::Origin destination, const AwsCommand& aws);

/// The settings for any registry of this push; only `destination` gets the environment's password.
/// Error: Registry.BadCertificates when certificates are needed and there are none to trust.
registry::SessionSettings session_settings(const PushOptions& options,
                                           const registry::Origin& destination,
                                           const AwsCommand& aws, registry::Pause pause);

}  // namespace lambda::deploy
