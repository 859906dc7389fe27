// ECR gives a repository's address with the repository, so no address is composed here.
#include "deploy/push/destination.h"

#include <optional>
#include <utility>

#include <Poco/JSON/Array.h>
#include <Poco/JSON/Object.h>

#include "core/json/json_object.h"
#include "deploy/aws/aws_command.h"
#include "deploy/registry/login/ecr_host.h"

namespace lambda::deploy {
namespace {

using Poco::JSON::Object;

std::expected<std::string, Error> address(const Object& repository) {
  auto uri = string_member(repository, "repositoryUri");
  if (uri && !uri->empty()) {
    return *uri;
  }
  return failure("Push.NoRepository", "ECR describes a repository without its address");
}

// In the registry of `account`; empty: of the caller's own.
std::expected<std::string, Error> described(const std::string& name, const std::string& account,
                                            const AwsCommand& aws) {
  Object input;
  if (!account.empty()) {
    input.set("registryId", account);
  }
  Poco::JSON::Array names;
  names.add(name);
  input.set("repositoryNames", names);
  const auto answer = aws.call("ecr", "describe-repositories", input);
  if (!answer) {
    return std::unexpected(answer.error());
  }
  const Poco::JSON::Array::Ptr list = (*answer)->getArray("repositories");
  const Object::Ptr first = list.isNull() || list->size() == 0 ? nullptr : list->getObject(0);
  if (first.isNull()) {
    return failure("Push.NoRepository", "ECR describes no repository");
  }
  return address(*first);
}

std::expected<std::string, Error> created(const std::string& name, const AwsCommand& aws) {
  Object input;
  input.set("repositoryName", name);
  const auto answer = aws.call("ecr", "create-repository", input);
  if (!answer) {
    return std::unexpected(answer.error());
  }
  const Object::Ptr repository = (*answer)->getObject("repository");
  if (repository.isNull()) {
    return failure("Push.NoRepository", "ECR created a repository and does not say which");
  }
  return address(*repository);
}

// ECR makes repositories in the caller's own account alone.
std::expected<void, Error> check_own_account(const registry::EcrHost& host, const std::string& name,
                                             const AwsCommand& aws) {
  const auto identity = aws.call("sts", "get-caller-identity", Object());
  if (!identity) {
    return std::unexpected(identity.error());
  }
  const std::string own = string_member(**identity, "Account").value_or("");
  if (own == host.account) {
    return {};
  }
  return failure("Push.OtherAccount",
                 "ECR has no repository '" + name + "' in the account " + host.account +
                     ", and these credentials are of the account " + own +
                     ", where it would be made. Take others with --profile NAME, or leave "
                     "the host out: --repository " +
                     name);
}

// Calls for a repository at `host` go to its own Region.
AwsCommand aws_for(const PushOptions& options, const std::optional<registry::EcrHost>& host) {
  AwsSettings settings = options.aws;
  if (host) {
    settings.region = host->region;
  }
  return AwsCommand(settings);
}

std::unexpected<Error> no_repository(const std::string& name) {
  return failure("Push.NoRepository", "ECR has no repository '" + name +
                                          "' in this account and Region. Add "
                                          "--create-repository to make it, or choose with "
                                          "--region and --profile");
}

}  // namespace

std::expected<Destination, Error> find_destination(const PushOptions& options) {
  std::string name = options.repository;
  std::optional<registry::RepositoryName> known;
  std::optional<registry::EcrHost> host;
  if (registry::names_host(options.repository)) {
    auto repository = registry::parse_repository(options.repository, options.scheme);
    if (!repository) {
      return std::unexpected(std::move(repository.error()));
    }
    host = registry::parse_ecr_host(repository->origin.host);
    known = *repository;
    // Elsewhere a repository appears with the first push.
    if (!host || !options.creates_repository) {
      return Destination{*known, false};
    }
    name = repository->name;
  } else if (!registry::is_repository_name(options.repository)) {
    return failure("Registry.BadReference",
                   "'" + options.repository +
                       "' names no repository: write NAME for one in ECR, or HOST/NAME");
  }
  const AwsCommand aws = aws_for(options, host);
  const auto uri = described(name, host ? host->account : "", aws);
  const bool is_absent = !uri && uri.error().type == "Aws.RepositoryNotFoundException";
  if (!uri && !is_absent) {
    return std::unexpected(uri.error());
  }
  if (is_absent && !options.creates_repository) {
    return no_repository(name);
  }
  if (is_absent && host) {
    if (auto own = check_own_account(*host, name, aws); !own) {
      return std::unexpected(own.error());
    }
  }
  if (known) {
    return Destination{*known, is_absent};
  }
  if (is_absent) {
    return Destination{{{true, "ECR", 443}, name}, true};
  }
  auto repository = registry::parse_repository(*uri, options.scheme);
  if (!repository) {
    return std::unexpected(std::move(repository.error()));
  }
  return Destination{std::move(*repository), false};
}

std::expected<registry::RepositoryName, Error> create_destination(const Destination& destination,
                                                                  const PushOptions& options) {
  if (!destination.is_to_be_created) {
    return destination.repository;
  }
  const auto host = registry::parse_ecr_host(destination.repository.origin.host);
  const std::string& name = destination.repository.name;
  const AwsCommand aws = aws_for(options, host);
  auto uri = created(name, aws);
  if (!uri && uri.error().type == "Aws.RepositoryAlreadyExistsException") {
    uri = described(name, host ? host->account : "", aws);  // Another deployer was faster.
  }
  if (!uri) {
    return std::unexpected(std::move(uri.error()));
  }
  if (host) {
    return destination.repository;
  }
  return registry::parse_repository(*uri, options.scheme);
}

}  // namespace lambda::deploy
