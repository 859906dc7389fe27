// Each check is a rule of its own, and its message says what to type instead.
#include "deploy/plan/deploy_check.h"

#include <algorithm>
#include <cctype>

#include "core/lambda/quotas.h"
#include "deploy/plan/arn.h"
#include "deploy/plan/runtimes.h"
#include "deploy/registry/login/ecr_host.h"

namespace lambda::deploy {
namespace {

std::unexpected<Error> refused(const std::string& why) { return failure("Deploy.Refused", why); }

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) {
    text += (text.empty() ? "" : ", ") + word;
  }
  return text;
}

bool is_plain_name(const std::string& name, std::size_t length_max) {
  return !name.empty() && name.size() <= length_max &&
         std::ranges::all_of(
             name, [](unsigned char c) { return std::isalnum(c) != 0 || c == '-' || c == '_'; });
}

std::expected<void, Error> check_names(const DesiredFunction& desired) {
  if (!is_plain_name(desired.name, quotas::kFunctionNameMax)) {
    return refused("'" + desired.name +
                   "' is not a valid name for a function: up to 64 letters, digits, - "
                   "and _. Add --name NAME.");
  }
  if (!desired.alias.empty() && (!is_plain_name(desired.alias, quotas::kAliasNameMax) ||
                                 std::ranges::all_of(desired.alias, ::isdigit))) {
    return refused("'" + desired.alias +
                   "' is not a valid name for an alias: up to 128 letters, digits, - "
                   "and _, not digits alone.");
  }
  const bool has_space = desired.handler.find_first_of(" \t\n\v\f\r") != std::string::npos;
  if (has_space || desired.handler.size() > quotas::kHandlerMax) {
    return refused("'" + desired.handler +
                   "' is not a valid handler: up to 128 characters without a space. "
                   "Add --handler NAME.");
  }
  return {};
}

std::expected<void, Error> check_within(const std::string& option, std::uint64_t value,
                                        std::uint64_t least, std::uint64_t most) {
  if (value == 0 || (value >= least && value <= most)) {
    return {};  // 0 is not said.
  }
  return refused("Lambda takes a " + option + " of " + std::to_string(least) + " to " +
                 std::to_string(most) + ", not " + std::to_string(value) + ". Write --" + option +
                 " " + std::to_string(value < least ? least : most) + ", or in the target " +
                 option + " = ...");
}

std::unexpected<Error> too_many_layers() {
  return refused("A function takes at most " + std::to_string(quotas::kAttachedLayersMax) +
                 " layers. Name those it is to have, all of them: --layer ARN for each.");
}

std::expected<void, Error> check_words(const DesiredFunction& desired) {
  if (auto checked = check_names(desired); !checked) {
    return checked;
  }
  if (auto checked =
          check_within("memory", desired.memory_mb, quotas::kMemoryMbMin, quotas::kMemoryMbMax);
      !checked) {
    return checked;
  }
  if (auto checked = check_within("timeout", desired.timeout_seconds, quotas::kTimeoutSecondsMin,
                                  quotas::kTimeoutSecondsMax);
      !checked) {
    return checked;
  }
  if (desired.layers && desired.layers->size() > quotas::kAttachedLayersMax) {
    return too_many_layers();
  }
  for (const std::string& layer : desired.layers.value_or(std::vector<std::string>())) {
    if (!layer.starts_with("arn:") || std::ranges::count(layer, ':') != 7) {
      return refused("'" + layer +
                     "' is not the ARN of a layer version. Write all of it, with the version: "
                     "arn:aws:lambda:REGION:ACCOUNT:layer:NAME:1; NAME.publish prints it.");
    }
  }
  return {};
}

std::expected<void, Error> check_kind(const DesiredFunction& desired, const FoundFunction& found) {
  const std::string wanted = desired.is_image ? "Image" : "Zip";
  if (found.package_type != wanted) {
    const std::string other = desired.is_image ? "zip" : "image";
    return refused("The function " + desired.name + " was made from " +
                   (desired.is_image ? "a zip" : "an image") +
                   ", and Lambda never changes that. Add --from " + other +
                   ", take another --name, or delete the function first: `delete`.");
  }
  if (found.state == "Failed") {
    return refused("The function " + desired.name + " could not be made (" + found.reason +
                   "), and Lambda does not repair it. Type `delete`, then deploy again.");
  }
  return {};
}

std::expected<void, Error> check_role(const DesiredFunction& desired, const Found& found) {
  if (!desired.role.empty()) {
    const bool is_arn = desired.role.starts_with("arn:");
    if (is_arn || found.role || desired.is_role_created) {
      return {};
    }
    return refused("There is no role " + desired.role +
                   ". Add --create-role to make it, with permission to write logs, or name "
                   "another with --role.");
  }
  if (found.function) {
    return {};
  }
  return refused(
      "A new function needs a role, what it may do. Add --role NAME (or its ARN), or "
      "--create-role to make one that may write logs.");
}

std::expected<void, Error> check_zip(const DesiredFunction& desired, const Found& found,
                                     std::chrono::year_month_day today) {
  const bool is_straight = desired.code.bucket.empty();
  if (is_straight && desired.code.zip_bytes > quotas::kZipBytesMax) {
    return refused(
        "The zip has " + std::to_string(desired.code.zip_bytes) +
        " bytes; Lambda takes at most 50 MB directly. Add --s3-bucket NAME, a bucket in the "
        "function's Region, or deploy --from image, which may have 10 GB.");
  }
  if (desired.is_any_runtime) {
    return {};
  }
  std::string runtime = desired.runtime;
  if (runtime.empty() && found.function) {
    runtime = found.function->runtime;
  }
  return check_runtime(runtime.empty() ? kNewestRuntime : runtime, today);
}

std::expected<void, Error> check_variables(const DesiredFunction& desired, const Found& found) {
  const Variables before = found.function ? found.function->environment : Variables();
  const EnvironmentChange change = merge_environment(before, desired.environment);
  const EnvironmentWish& wish = desired.environment;
  const bool is_touched = !wish.built.empty() || !wish.given.empty() || !wish.unset.empty();
  if (found.function && found.function->is_environment_hidden && is_touched) {
    return failure("Deploy.Environment",
                   "The environment of " + desired.name +
                       " cannot be read, so merging would lose it: its KMS key may not be used. "
                       "Ask for kms:Decrypt, or leave the environment as it is.");
  }
  if (found.function && !change.is_changed) {
    return {};
  }
  return check_environment(change.variables);
}

}  // namespace

std::expected<std::string, Error> choose_architecture(const std::vector<std::string>& built,
                                                      const std::string& said, const Found& found) {
  const std::string own = found.function ? found.function->architecture : "";
  if (!said.empty()) {
    if (std::ranges::contains(built, said)) {
      return said;
    }
    if (said != "x86_64" && said != "arm64") {
      return failure("Usage", "--architecture=" + said + " is neither x86_64 nor arm64.");
    }
    return failure("Deploy.Architecture", "The target is built for " + joined(built) +
                                              ", not for " + said +
                                              ". Add it: architectures = [\"" + said + "\", ...].");
  }
  if (!own.empty()) {
    if (std::ranges::contains(built, own)) {
      return own;
    }
    return failure("Deploy.Architecture",
                   "The function is " + own + ", the target is built for " + joined(built) +
                       ". Add --architecture " + built.front() +
                       " to move the function there, or build for its own: architectures = [\"" +
                       own + "\", ...].");
  }
  return std::ranges::contains(built, "x86_64") ? "x86_64" : built.front();
}

std::expected<void, Error> check_repository(const registry::RepositoryName& repository,
                                            const Found& found, const std::string& region) {
  const std::string& host = repository.origin.host;
  const auto ecr = registry::parse_ecr_host(host);
  if (!ecr) {
    return refused("Lambda takes images from ECR alone, and " + host +
                   " is another registry. Name a repository of the account's ECR: --repository "
                   "NAME.");
  }
  const std::string own = found.function ? arn_part(found.function->arn, ArnPart::kRegion) : region;
  if (own.empty() || own == ecr->region) {
    return {};
  }
  return refused("The repository is in " + ecr->region + ", the function in " + own +
                 ", and Lambda takes images from its own Region alone. Name a repository there: "
                 "--repository NAME.");
}

std::expected<void, Error> check_deployment(const DesiredFunction& desired, const Found& found,
                                            std::chrono::year_month_day today) {
  if (auto checked = check_words(desired); !checked) {
    return checked;
  }
  if (found.function) {
    if (auto checked = check_kind(desired, *found.function); !checked) {
      return checked;
    }
  }
  if (auto checked = check_role(desired, found); !checked) {
    return checked;
  }
  if (!desired.is_image) {
    if (auto checked = check_zip(desired, found, today); !checked) {
      return checked;
    }
  } else if (!desired.runtime.empty() || desired.layers || !desired.code.bucket.empty()) {
    return refused(
        "An image has its own runtime and layers, and goes to no bucket. Leave out "
        "--runtime, --layer and --s3-bucket, or deploy --from zip.");
  }
  return check_variables(desired, found);
}

std::expected<void, Error> check_attachment(const DesiredFunction& desired, const Found& found,
                                            const std::string& layer_name) {
  if (!found.function) {
    return {};
  }
  const std::vector<std::string>& layers = found.function->layers;
  const auto is_other = [&](const std::string& arn) {
    return !arn.substr(0, arn.rfind(':')).ends_with(":layer:" + layer_name);
  };
  if (static_cast<std::size_t>(std::ranges::count_if(layers, is_other)) <
      quotas::kAttachedLayersMax) {
    return {};
  }
  return refused("The function " + desired.name + " has " + std::to_string(layers.size()) +
                 " layers, and its program needs one more, " + layer_name + "; Lambda takes " +
                 std::to_string(quotas::kAttachedLayersMax) +
                 ". Name those it is to have, all of them: --layer ARN for each. NAME.publish of "
                 "the layer's target prints its ARN.");
}

}  // namespace lambda::deploy
