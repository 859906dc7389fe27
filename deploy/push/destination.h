// Resolves `--repository`: where a push goes, and whether that exists, where this can be known.
// Source: Amazon ECR API Reference, DescribeRepositories and CreateRepository.
#pragma once

#include <expected>

#include "core/errors/error.h"
#include "deploy/push/push_options.h"
#include "deploy/registry/reference.h"

namespace lambda::deploy {

/// Where to push. The host of a repository that is to be created is "ECR" until ECR tells it.
struct Destination {
  registry::RepositoryName repository;
  bool is_to_be_created = false;
};

/// `HOST/NAME` as it is; for `NAME`, asks ECR where it is. A repository of ECR that does not exist
/// is an error, or to be created, where the options say so. Changes nothing. Error:
/// Registry.BadReference; Push.NoRepository; Push.OtherAccount when the host is that of another
/// account, where none can be created; those of AwsCommand.
std::expected<Destination, Error> find_destination(const PushOptions& options);

/// `destination` itself, or the repository that ECR made for it; also where another deployer made
/// it first. Error: Push.NoRepository; those of AwsCommand.
std::expected<registry::RepositoryName, Error> create_destination(const Destination& destination,
                                                                  const PushOptions& options);

}  // namespace lambda::deploy
