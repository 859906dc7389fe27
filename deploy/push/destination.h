// Which repository is meant by `--repository`, and that it exists where that can be known.
// Source: Amazon ECR API Reference, DescribeRepositories and CreateRepository.
#pragma once

#include <expected>
#include <string>

#include "core/errors/error.h"
#include "deploy/aws/aws_command.h"
#include "deploy/push/push_options.h"
#include "deploy/registry/reference.h"

namespace lambda::deploy {

/// Where to push, and what has to be made before.
struct Destination {
  registry::RepositoryName repository;
  bool is_to_be_created = false;
};

/// `HOST/NAME` as it is; of `NAME`, ECR is asked where it is. A repository of ECR that does not
/// exist is an error, or to be created, if that was asked for and `creates` says to do it now.
/// Error: Registry.BadReference; Push.NoRepository; Push.OtherAccount when the host is that of
/// another account, where none can be created; those of AwsCommand.
std::expected<Destination, Error> find_destination(const PushOptions& options,
                                                   const AwsCommand& aws, bool creates);

}  // namespace lambda::deploy
